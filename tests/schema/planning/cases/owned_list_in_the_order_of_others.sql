SELECT convert_to(concat('{"scoreSheets":', (SELECT concat('{"nodes":', concat('[', coalesce(string_agg(concat('{"state":"', t3.state, '","marks":[', coalesce((SELECT string_agg(concat('{"value":"', trim_scale(t4.value), '","criterion":', coalesce(t6.json, 'null'), '}'), ',' ORDER BY (SELECT criteria.ordinal
FROM criteria
WHERE criteria.id = t4.criterion_id) ASC, t4.id ASC) AS string_agg_1
FROM marks AS t4 LEFT OUTER JOIN LATERAL (SELECT concat('{"code":', to_json(t5.code), '}') AS json
FROM criteria AS t5
WHERE t5.id = t4.criterion_id AND t5.rubric_id IN (SELECT rubrics_1.id
FROM rubrics AS rubrics_1
WHERE rubrics_1.state = 'FROZEN')
 LIMIT ALL OFFSET 0) AS t6 ON true
WHERE t4.sheet_id = t3.id), ''), ']}'), ','), ''), ']'), '}') AS concat_1
FROM (SELECT t2.*
FROM (SELECT t1.*
FROM score_sheets AS t1
WHERE t1.evaluator_id = $1::UUID AND t1.round_id = ANY ($2::UUID[]) ORDER BY t1.updated_at ASC, t1.id ASC
 LIMIT 101) AS t2
 LIMIT $3::INTEGER) AS t3), '}'), 'UTF8') AS convert_to_1
