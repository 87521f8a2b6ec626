SELECT convert_to(concat('{"viewer":', coalesce((SELECT concat('{"person":', coalesce(t3.json, 'null'), ',"roles":[', coalesce((SELECT string_agg(concat('{"role":', coalesce(('"' || CAST(t4.role AS TEXT)) || '"', 'null'), ',"unit":', coalesce(t6.json, 'null'), ',"round":', coalesce(t8.json, 'null'), '}'), ',' ORDER BY t4.id ASC) AS string_agg_1
FROM unnest($1::TEXT[], $2::UUID[], $3::UUID[]) WITH ORDINALITY AS t4(role, unit_id, round_id, id) LEFT OUTER JOIN LATERAL (SELECT concat('{"code":', to_json(t5.code), '}') AS json
FROM units AS t5
WHERE t5.id = t4.unit_id
 LIMIT ALL OFFSET 0) AS t6 ON true LEFT OUTER JOIN LATERAL (SELECT concat('{"name":', to_json(t7.name), '}') AS json
FROM rounds AS t7
WHERE t7.id = t4.round_id AND t7.state != 'DRAFT'
 LIMIT ALL OFFSET 0) AS t8 ON true), ''), '],"allowedDeeds":', coalesce(to_json($4::TEXT[]), 'null'), '}') AS json
FROM unnest(ARRAY[$5::UUID]) AS t1(id) LEFT OUTER JOIN LATERAL (SELECT concat('{"fullName":', to_json(t2.full_name), '}') AS json
FROM people AS t2
WHERE t2.id = t1.id AND (t2.id = $5::UUID OR t2.unit_id = ANY ($6::UUID[]))
 LIMIT ALL OFFSET 0) AS t3 ON true), 'null'), '}'), 'UTF8') AS convert_to_1
