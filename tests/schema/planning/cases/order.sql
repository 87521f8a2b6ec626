SELECT convert_to(concat('{"initiatives":', (SELECT concat('{"nodes":', concat('[', coalesce(string_agg(concat('{"title":', to_json(t3.title), ',"state":"', t3.state, '"}'), ','), ''), ']'), '}') AS concat_1
FROM (SELECT t2.*
FROM (SELECT t1.*
FROM initiatives AS t1
WHERE t1.id = ANY (array((SELECT initiatives_1.id
FROM initiatives AS initiatives_1
WHERE initiatives_1.unit_id = ANY ($1::UUID[]) UNION ALL SELECT initiatives_2.id
FROM initiatives AS initiatives_2
WHERE initiatives_2.created_by_id = $2::UUID UNION ALL SELECT initiatives_3.id
FROM initiatives AS initiatives_3
WHERE initiatives_3.id = ANY (array((SELECT initiative_revisions_1.initiative_id
FROM initiative_revisions AS initiative_revisions_1 JOIN initiative_authors AS initiative_authors_1 ON initiative_authors_1.revision_id = initiative_revisions_1.id
WHERE initiative_authors_1.person_id = $2::UUID)))))) ORDER BY t1.title DESC, t1.id DESC
 LIMIT 101) AS t2
 LIMIT $3::INTEGER) AS t3), '}'), 'UTF8') AS convert_to_1
