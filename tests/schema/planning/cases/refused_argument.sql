SELECT convert_to(concat('{"units":', (SELECT concat('{"nodes":', concat('[', coalesce(string_agg(concat('{"code":', to_json(t3.code), ',"people":{"!": 1}}'), ','), ''), ']'), '}') AS concat_1
FROM (SELECT t2.*
FROM (SELECT t1.*
FROM units AS t1 ORDER BY t1.code ASC, t1.id ASC
 LIMIT 101) AS t2
 LIMIT $1::INTEGER) AS t3), '}'), 'UTF8') AS convert_to_1
