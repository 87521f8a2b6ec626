SELECT convert_to(concat('{"units":', (SELECT concat('{"nodes":', concat('[', coalesce(string_agg(CASE WHEN (t4._number <= $1::INTEGER) THEN concat('{"code":', to_json(t4.code), '}') END, ',' ORDER BY t4._number DESC), ''), ']'), ',"pageInfo":', concat('{"hasNextPage":', 'true', ',"hasPreviousPage":', CASE WHEN (count(*) > $1::INTEGER) THEN 'true' ELSE 'false' END, ',"startCursor":', coalesce(max(CASE WHEN (t4._number = least($1::INTEGER, t4._size)) THEN concat('"v1.', translate(encode(convert_to(concat('["CODE+",', to_json(t4.code), ',"', t4.id, '"]'), 'UTF8'), 'base64'), E'+/=\n', '-_'), '"') END), 'null'), ',"endCursor":', coalesce(max(CASE WHEN (t4._number = 1) THEN concat('"v1.', translate(encode(convert_to(concat('["CODE+",', to_json(t4.code), ',"', t4.id, '"]'), 'UTF8'), 'base64'), E'+/=\n', '-_'), '"') END), 'null'), '}'), '}') AS concat_1
FROM (SELECT t3.*, row_number() OVER () AS _number, count(*) OVER () AS _size
FROM (SELECT t2.*
FROM (SELECT t1.*
FROM units AS t1
WHERE (t1.code, t1.id) < ($2::VARCHAR, $3::UUID) ORDER BY t1.code DESC, t1.id DESC
 LIMIT 101) AS t2
 LIMIT $1::INTEGER + 1) AS t3) AS t4), '}'), 'UTF8') AS convert_to_1
