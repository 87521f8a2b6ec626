SELECT convert_to(concat('{"rubric":', coalesce((SELECT concat('{"name":', to_json(t1.name), ',"criteria":[', coalesce((SELECT string_agg(concat('{"code":', to_json(t2.code), ',"weight":"', trim_scale(t2.weight), '","minimum":', coalesce(('"' || CAST(trim_scale(t2.minimum) AS TEXT)) || '"', 'null'), ',"bands":[', coalesce((SELECT string_agg(concat('{"label":', to_json(t3.label), ',"markFrom":"', trim_scale(t3.mark_from), '","markTo":"', trim_scale(t3.mark_to), '"}'), ',' ORDER BY t3.ordinal ASC) AS string_agg_2
FROM criterion_bands AS t3
WHERE t3.criterion_id = t2.id), ''), ']}'), ',' ORDER BY t2.ordinal ASC) AS string_agg_1
FROM criteria AS t2
WHERE t2.rubric_id = t1.id), ''), ']}') AS json
FROM rubrics AS t1
WHERE t1.id = $1::UUID), 'null'), '}'), 'UTF8') AS convert_to_1
