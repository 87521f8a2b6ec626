SELECT convert_to(concat('{"node":', coalesce((SELECT concat('{"__typename":"Round","id":"Round:', t1.id, '","name":', to_json(t1.name), ',"scorePlaces":', t1.score_places, ',"closesAt":', rtrim(CAST(to_json(timezone('UTC', t1.closes_at)) AS TEXT), '"'), 'Z"}') AS json
FROM rounds AS t1
WHERE t1.id = $1::UUID AND t1.state != 'DRAFT'), 'null'), '}'), 'UTF8') AS convert_to_1
