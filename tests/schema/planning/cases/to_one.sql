SELECT convert_to(concat('{"initiatives":', (SELECT concat('{"nodes":', concat('[', coalesce(string_agg(concat('{"title":', to_json(t3.title), ',"unit":', coalesce(t9.json, 'null'), ',"currentRevision":', coalesce(t11.json, 'null'), '}'), ','), ''), ']'), '}') AS concat_1
FROM (SELECT t2.*
FROM (SELECT t1.*
FROM initiatives AS t1
WHERE (t1.state NOT IN ('DRAFT', 'RETURNED', 'UNIT_REVIEW')) AND t1.first_submitted_at IS NOT NULL OR t1.created_by_id = $1::UUID OR t1.id = ANY (array((SELECT initiative_revisions_1.initiative_id
FROM initiative_revisions AS initiative_revisions_1 JOIN initiative_authors AS initiative_authors_1 ON initiative_authors_1.revision_id = initiative_revisions_1.id
WHERE initiative_authors_1.person_id = $1::UUID))) ORDER BY t1.title ASC, t1.id ASC
 LIMIT 101) AS t2
 LIMIT $2::INTEGER) AS t3 LEFT OUTER JOIN LATERAL (SELECT concat('{"code":', to_json(t4.code), ',"parent":', coalesce(t8.json, 'null'), '}') AS json
FROM units AS t4 LEFT OUTER JOIN LATERAL (SELECT concat('{"code":', to_json(t5.code), ',"parent":', coalesce(t7.json, 'null'), '}') AS json
FROM units AS t5 LEFT OUTER JOIN LATERAL (SELECT concat('{"code":', to_json(t6.code), '}') AS json
FROM units AS t6
WHERE t6.id = t5.parent_id
 LIMIT ALL OFFSET 0) AS t7 ON true
WHERE t5.id = t4.parent_id
 LIMIT ALL OFFSET 0) AS t8 ON true
WHERE t4.id = t3.unit_id
 LIMIT ALL OFFSET 0) AS t9 ON true LEFT OUTER JOIN LATERAL (SELECT concat('{"number":', t10.number, '}') AS json
FROM initiative_revisions AS t10
WHERE t10.id = t3.current_revision_id AND (EXISTS (SELECT *
FROM initiatives AS initiatives_1
WHERE initiatives_1.id = t10.initiative_id AND ((initiatives_1.state NOT IN ('DRAFT', 'RETURNED', 'UNIT_REVIEW')) AND initiatives_1.first_submitted_at IS NOT NULL OR initiatives_1.created_by_id = $1::UUID OR initiatives_1.id = ANY (array((SELECT initiative_revisions_2.initiative_id
FROM initiative_revisions AS initiative_revisions_2 JOIN initiative_authors AS initiative_authors_2 ON initiative_authors_2.revision_id = initiative_revisions_2.id
WHERE initiative_authors_2.person_id = $1::UUID))))))
 LIMIT ALL OFFSET 0) AS t11 ON true), '}'), 'UTF8') AS convert_to_1
