SELECT convert_to(concat('{"people":', (SELECT concat('{"totalCount":', (SELECT count(*) AS count_1
FROM people AS t4
WHERE t4.search_text LIKE thidua_fold($1::VARCHAR) AND t4.unit_id = $2::UUID AND t4.employment_type = ANY ($3::TEXT[])), ',"nodes":', concat('[', coalesce(string_agg(concat('{"fullName":', to_json(t3.full_name), '}'), ','), ''), ']'), '}') AS concat_1
FROM (SELECT t2.*
FROM (SELECT t1.*
FROM people AS t1
WHERE t1.search_text LIKE thidua_fold($1::VARCHAR) AND t1.unit_id = $2::UUID AND t1.employment_type = ANY ($3::TEXT[]) ORDER BY t1.full_name ASC, t1.id ASC
 LIMIT 101) AS t2
 LIMIT $4::INTEGER) AS t3), '}'), 'UTF8') AS convert_to_1
