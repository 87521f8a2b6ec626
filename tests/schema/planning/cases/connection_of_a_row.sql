SELECT convert_to(concat('{"movement":', coalesce((SELECT concat('{"name":', to_json(t1.name), ',"rounds":', (SELECT concat('{"totalCount":', (SELECT count(*) AS count_1
FROM rounds AS t6
WHERE t6.movement_id = t1.id), ',"pageInfo":', concat('{"hasNextPage":', CASE WHEN (count(*) > $1::INTEGER) THEN 'true' ELSE 'false' END, ',"hasPreviousPage":', 'false', ',"startCursor":', coalesce(max(CASE WHEN (t5._number = 1) THEN concat('"v1.', translate(encode(convert_to(concat('["ORDINAL+",', t5.ordinal, ',"', t5.id, '"]'), 'UTF8'), 'base64'), E'+/=\n', '-_'), '"') END), 'null'), ',"endCursor":', coalesce(max(CASE WHEN (t5._number = least($1::INTEGER, t5._size)) THEN concat('"v1.', translate(encode(convert_to(concat('["ORDINAL+",', t5.ordinal, ',"', t5.id, '"]'), 'UTF8'), 'base64'), E'+/=\n', '-_'), '"') END), 'null'), '}'), ',"edges":', concat('[', coalesce(string_agg(CASE WHEN (t5._number <= $1::INTEGER) THEN concat('{"cursor":', concat('"v1.', translate(encode(convert_to(concat('["ORDINAL+",', t5.ordinal, ',"', t5.id, '"]'), 'UTF8'), 'base64'), E'+/=\n', '-_'), '"'), ',"node":{"name":', to_json(t5.name), ',"state":"', t5.state, '"}}') END, ','), ''), ']'), '}') AS concat_1
FROM (SELECT t4.*, row_number() OVER () AS _number, count(*) OVER () AS _size
FROM (SELECT t3.*
FROM (SELECT t2.*
FROM rounds AS t2
WHERE t2.movement_id = t1.id ORDER BY t2.ordinal ASC, t2.id ASC
 LIMIT 101) AS t3
 LIMIT $1::INTEGER + 1) AS t4) AS t5), '}') AS json
FROM movements AS t1
WHERE t1.id = $2::UUID), 'null'), '}'), 'UTF8') AS convert_to_1
