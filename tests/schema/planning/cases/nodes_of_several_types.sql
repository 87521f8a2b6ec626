SELECT convert_to(concat('{"nodes":[', coalesce((SELECT string_agg(coalesce(CASE WHEN (t1.type = 'Person') THEN (SELECT concat('{"__typename":"Person","fullName":', to_json(t2.full_name), ',"unit":', coalesce(t4.json, 'null'), '}') AS json
FROM people AS t2 LEFT OUTER JOIN LATERAL (SELECT concat('{"code":', to_json(t3.code), '}') AS json
FROM units AS t3
WHERE t3.id = t2.unit_id
 LIMIT ALL OFFSET 0) AS t4 ON true
WHERE t2.id = t1.key AND t2.id = $1::UUID) WHEN (t1.type = 'Unit') THEN (SELECT concat('{"__typename":"Unit","code":', to_json(t5.code), '}') AS json
FROM units AS t5
WHERE t5.id = t1.key) END, 'null'), ',' ORDER BY t1.number) AS string_agg_1
FROM unnest($2::TEXT[], $3::UUID[]) WITH ORDINALITY AS t1(type, key, number)), ''), ']}'), 'UTF8') AS convert_to_1
