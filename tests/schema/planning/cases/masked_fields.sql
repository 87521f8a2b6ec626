SELECT convert_to(concat('{"people":', (SELECT concat('{"nodes":', concat('[', coalesce(string_agg(concat('{"fullName":', to_json(t3.full_name), ',"email":', coalesce(CASE WHEN (t3.id = $1::UUID) THEN to_json(t3.email) END, 'null'), ',"employmentType":', coalesce(CASE WHEN (t3.id = $1::UUID) THEN concat('"', t3.employment_type, '"') END, 'null'), ',"leftOn":', coalesce(to_json(CASE WHEN (t3.id = $1::UUID) THEN t3.left_on END), 'null'), '}'), ','), ''), ']'), '}') AS concat_1
FROM (SELECT t2.*
FROM (SELECT t1.*
FROM people AS t1
WHERE t1.id = ANY (array((SELECT people_1.id
FROM people AS people_1
WHERE people_1.id = $1::UUID UNION ALL SELECT people_2.id
FROM people AS people_2
WHERE people_2.unit_id = ANY ($2::UUID[])))) ORDER BY t1.full_name ASC, t1.id ASC
 LIMIT 101) AS t2
 LIMIT $3::INTEGER) AS t3), '}'), 'UTF8') AS convert_to_1
