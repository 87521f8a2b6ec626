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
WHERE t1.id = ANY (array((SELECT score_sheets_1.id
FROM score_sheets AS score_sheets_1
WHERE score_sheets_1.evaluator_id = $1::UUID AND score_sheets_1.round_id = ANY ($2::UUID[]) UNION ALL SELECT score_sheets_2.id
FROM score_sheets AS score_sheets_2
WHERE score_sheets_2.id = ANY (array((SELECT anon_1.value
FROM assignments AS assignments_1 JOIN rounds AS rounds_1 ON rounds_1.id = assignments_1.round_id JOIN round_phases AS round_phases_1 ON round_phases_1.id = rounds_1.phase_id JOIN LATERAL (SELECT score_sheets_3.id AS value
FROM assignments AS assignments_2, score_sheets AS score_sheets_3
WHERE assignments_2.round_id = assignments_1.round_id AND assignments_2.initiative_id = assignments_1.initiative_id AND assignments_2.evaluator_id != assignments_1.evaluator_id AND assignments_2.state = 'ASSIGNED' AND score_sheets_3.assignment_id = assignments_2.id AND score_sheets_3.state = 'SUBMITTED'
 LIMIT ALL OFFSET 0) AS anon_1 ON true
WHERE assignments_1.evaluator_id = $1::UUID AND assignments_1.state != 'RECUSED' AND assignments_1.round_id = ANY ($2::UUID[]) AND (round_phases_1.others_scores = 'ALWAYS' OR round_phases_1.others_scores = 'AFTER_OWN' AND (SELECT score_sheets_4.state
FROM score_sheets AS score_sheets_4
WHERE score_sheets_4.assignment_id = assignments_1.id) = 'SUBMITTED')))) AND ((score_sheets_2.initiative_id NOT IN (SELECT anon_2.initiative_id
FROM thidua_conflicts_of($1::UUID) AS anon_2(initiative_id))) OR score_sheets_2.round_id IN (SELECT rounds.id
FROM rounds
WHERE rounds.kind = 'SELF_SCORE'))))) ORDER BY t1.updated_at ASC, t1.id ASC
 LIMIT 101) AS t2
 LIMIT $3::INTEGER) AS t3), '}'), 'UTF8') AS convert_to_1
