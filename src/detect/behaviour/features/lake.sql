-- What was read of the lake. A prefix counts as one by its first two folders: below them are dates and numbers of parts.
SELECT
  toLowCardinality(person) AS person,
  hour,
  sum(bytes_then) AS lake,
  countIf(hour = first_read AND toDate(first_read) >= {newFrom:Date}) AS newPrefixes
FROM (
  SELECT person, hour, bytes_then, min(hour) OVER (PARTITION BY person, place) AS first_read
  FROM (
    SELECT
      toString(person) AS person,
      hour,
      concat(bucket, '/', extract(prefix, '^/?([^/]+(?:/[^/]+)?)')) AS place,
      sum(bytes) AS bytes_then
    FROM object_hour
    WHERE hour >= {first:Date} AND hour < {until:Date} AND requests > failed
      AND NOT match(operation, '(?i)^(put|post|patch|delete|head|list|copy|complete|upload)')
    GROUP BY person, hour, place
  )
)
WHERE hour >= {from:Date}
GROUP BY person, hour
