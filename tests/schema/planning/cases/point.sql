SELECT convert_to(concat('{"initiative":', coalesce((SELECT concat('{"id":"Initiative:', t1.id, '","title":', to_json(t1.title), ',"kind":"', t1.kind, '","hoursSaved":"', trim_scale(t1.hours_saved), '","state":"', t1.state, '","stateReason":', coalesce(to_json(CASE WHEN (t1.created_by_id = $1::UUID OR t1.id = ANY (array((SELECT initiative_revisions_1.initiative_id
FROM initiative_revisions AS initiative_revisions_1 JOIN initiative_authors AS initiative_authors_1 ON initiative_authors_1.revision_id = initiative_revisions_1.id
WHERE initiative_authors_1.person_id = $1::UUID)))) THEN t1.state_reason END), 'null'), ',"firstSubmittedAt":', coalesce(CAST(rtrim(CAST(to_json(timezone('UTC', t1.first_submitted_at)) AS TEXT), '"') AS TEXT) || 'Z"', 'null'), ',"version":', t1.version, '}') AS json
FROM initiatives AS t1
WHERE t1.id = $2::UUID AND (t1.created_by_id = $1::UUID OR t1.id = ANY (array((SELECT initiative_revisions_2.initiative_id
FROM initiative_revisions AS initiative_revisions_2 JOIN initiative_authors AS initiative_authors_2 ON initiative_authors_2.revision_id = initiative_revisions_2.id
WHERE initiative_authors_2.person_id = $1::UUID))))), 'null'), '}'), 'UTF8') AS convert_to_1
