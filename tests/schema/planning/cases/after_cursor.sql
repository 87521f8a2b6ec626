SELECT convert_to(concat('{"units":', (SELECT concat('{"edges":', concat('[', coalesce(string_agg(CASE WHEN (t4._number <= $1::INTEGER) THEN concat('{"cursor":', concat('"v1.', translate(encode(convert_to(concat('["NAME-",', to_json(t4.name), ',"', t4.id, '"]'), 'UTF8'), 'base64'), E'+/=\n', '-_'), '"'), ',"node":{"id":"Unit:', t4.id, '","name":', to_json(t4.name), '}}') END, ','), ''), ']'), ',"pageInfo":', concat('{"hasNextPage":', CASE WHEN (count(*) > $1::INTEGER) THEN 'true' ELSE 'false' END, ',"hasPreviousPage":', 'true', '}'), '}') AS concat_1
FROM (SELECT t3.*, row_number() OVER () AS _number, count(*) OVER () AS _size
FROM (SELECT t2.*
FROM (SELECT t1.*
FROM units AS t1
WHERE (t1.name, t1.id) < ($2::VARCHAR, $3::UUID) ORDER BY t1.name DESC, t1.id DESC
 LIMIT 101) AS t2
 LIMIT $1::INTEGER + 1) AS t3) AS t4), '}'), 'UTF8') AS convert_to_1
