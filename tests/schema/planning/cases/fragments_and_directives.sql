SELECT convert_to(concat('{"person":', coalesce((SELECT concat('{"__typename":"Person","name":', to_json(t1.full_name), ',"leadershipTier":"', t1.leadership_tier, '","position":', to_json(t1.position), ',"unit":', coalesce(t3.json, 'null'), ',"key":"Person:', t1.id, '"}') AS json
FROM people AS t1 LEFT OUTER JOIN LATERAL (SELECT concat('{"code":', to_json(t2.code), ',"name":', to_json(t2.name), '}') AS json
FROM units AS t2
WHERE t2.id = t1.unit_id
 LIMIT ALL OFFSET 0) AS t3 ON true
WHERE t1.id = $1::UUID), 'null'), '}'), 'UTF8') AS convert_to_1
