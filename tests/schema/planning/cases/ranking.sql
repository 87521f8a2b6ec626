SELECT convert_to(concat('{"result":', coalesce((SELECT concat('{"entries":', (SELECT concat('{"totalCount":', (SELECT count(*) AS count_1
FROM result_entries AS t5
WHERE t5.result_id = t1.id AND (t5.result_id IN (SELECT results.id
FROM results
WHERE results.state = 'PUBLISHED') OR (t5.initiative_id NOT IN (SELECT anon_1.initiative_id
FROM thidua_conflicts_of($1::UUID) AS anon_1(initiative_id))) OR t5.result_id IN (SELECT results.id
FROM results
WHERE results.round_id IN (SELECT rounds.id
FROM rounds
WHERE rounds.kind = 'SELF_SCORE')))), ',"nodes":', concat('[', coalesce(string_agg(concat('{"place":', coalesce(CAST(t4.place AS TEXT), 'null'), ',"placeInUnit":', coalesce(CAST((SELECT rank() OVER (ORDER BY result_entries_1.score DESC) AS anon_2
FROM result_entries AS result_entries_1
WHERE result_entries_1.result_id = t4.result_id AND result_entries_1.unit_id = t4.unit_id AND result_entries_1.score >= t4.score ORDER BY result_entries_1.score
 LIMIT 1) AS TEXT), 'null'), ',"score":', coalesce(('"' || CAST(trim_scale(t4.score) AS TEXT)) || '"', 'null'), ',"isTied":', CAST(t4.is_tied AS TEXT), ',"initiative":', coalesce(t7.json, 'null'), ',"unit":', coalesce(t9.json, 'null'), '}'), ','), ''), ']'), '}') AS concat_1
FROM (SELECT t3.*
FROM (SELECT t2.*
FROM result_entries AS t2
WHERE t2.result_id = t1.id AND (t2.result_id IN (SELECT results.id
FROM results
WHERE results.state = 'PUBLISHED') OR (t2.initiative_id NOT IN (SELECT anon_1.initiative_id
FROM thidua_conflicts_of($1::UUID) AS anon_1(initiative_id))) OR t2.result_id IN (SELECT results.id
FROM results
WHERE results.round_id IN (SELECT rounds.id
FROM rounds
WHERE rounds.kind = 'SELF_SCORE'))) ORDER BY coalesce(t2.place, 2147483647) ASC, t2.id ASC
 LIMIT 101) AS t3
 LIMIT $2::INTEGER) AS t4 LEFT OUTER JOIN LATERAL (SELECT concat('{"title":', to_json(t6.title), '}') AS json
FROM initiatives AS t6
WHERE t6.id = t4.initiative_id AND ((t6.state NOT IN ('DRAFT', 'RETURNED', 'UNIT_REVIEW')) AND t6.first_submitted_at IS NOT NULL OR t6.created_by_id = $1::UUID OR t6.id = ANY (array((SELECT initiative_revisions_1.initiative_id
FROM initiative_revisions AS initiative_revisions_1 JOIN initiative_authors AS initiative_authors_1 ON initiative_authors_1.revision_id = initiative_revisions_1.id
WHERE initiative_authors_1.person_id = $1::UUID))))
 LIMIT ALL OFFSET 0) AS t7 ON true LEFT OUTER JOIN LATERAL (SELECT concat('{"code":', to_json(t8.code), '}') AS json
FROM units AS t8
WHERE t8.id = t4.unit_id
 LIMIT ALL OFFSET 0) AS t9 ON true), '}') AS json
FROM results AS t1
WHERE t1.id = $3::UUID), 'null'), '}'), 'UTF8') AS convert_to_1
