SELECT
  person,
  day,
  toFloat64(sum(taken)) AS observed,
  min(first_hour) AS first_activity,
  max(last_hour) + INTERVAL 1 HOUR AS last_activity,
  arrayFilter(name -> name != '', arrayMap(pair -> pair.2, arrayReverseSort(groupArray((taken, asset))))) AS assets,
  map('objects', toString(sum(read_objects)), 'prefixes', toString(sum(read_prefixes))) AS facts
FROM (
  SELECT
    person,
    toDate(hour) AS day,
    asset,
    sum(bytes) AS taken,
    sum(objects) AS read_objects,
    uniqExact(bucket, prefix) AS read_prefixes,
    min(hour) AS first_hour,
    max(hour) AS last_hour
  FROM object_hour
  WHERE hour >= {since:Date} AND hour < {until:Date} AND bytes > 0
    AND NOT match(operation, '(?i)^(put|post|patch|delete|head|list|copy|complete|upload)')
  GROUP BY person, day, asset
)
GROUP BY person, day
HAVING observed > 0
