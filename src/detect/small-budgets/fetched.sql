-- Protected bytes that each person read a day of each thing: weight files wherever they lie, and what the directory calls
-- confidential or restricted. Where it names no asset at all, whatever comes out of the lake. `fresh` is of files
-- and prefixes that the person had not read for `memory` days: who holds a file need not fetch it to give it away.
WITH
  known AS (SELECT asset FROM asset WHERE sensitivity IN ('confidential', 'restricted')),
  (SELECT count() FROM asset) AS assets,
  files AS (
    SELECT toString(person) AS person, 'registry' AS kind, toDate(hour) AS date, if(asset = '', path, asset) AS thing, path AS place, file AS part,
      max(largest) AS size, max(largest) AS amount, min(hour) AS first_hour, max(hour) AS last_hour
    FROM artifact_hour
    WHERE hour >= {since:Date} - {memory:UInt16} AND hour < {until:Date} AND bytes > 0
      AND (is_weights OR asset IN known)
      AND NOT match(operation, '(?i)^(put|post|patch|delete|head|list|log)')
    GROUP BY person, kind, date, thing, place, part
    UNION ALL
    SELECT toString(person), 'lake' AS kind, toDate(hour) AS date, if(asset = '', concat('s3://', bucket), asset) AS thing, bucket AS place, prefix AS part,
      sum(bytes) AS size, size AS amount, min(hour), max(hour)
    FROM object_hour
    WHERE hour >= {since:Date} - {memory:UInt16} AND hour < {until:Date} AND bytes > 0
      AND (assets = 0 OR asset IN known)
      AND NOT match(operation, '(?i)^(put|post|patch|delete|head|list|copy|complete|upload)')
    GROUP BY person, kind, date, thing, place, part
  )
SELECT person, kind, thing, toUInt32(toRelativeDayNum(date)) AS day,
  toFloat64(sum(amount)) AS bytes,
  toFloat64(sumIf(size, before = 0 OR toRelativeDayNum(date) - before > {memory:UInt16})) AS fresh,
  formatDateTime(min(first_hour), '%Y-%m-%dT%H:%i:%SZ') AS first, formatDateTime(max(last_hour) + INTERVAL 1 HOUR, '%Y-%m-%dT%H:%i:%SZ') AS last
FROM (
  SELECT *, lagInFrame(toRelativeDayNum(date), 1, 0) OVER (
    PARTITION BY person, kind, place, part ORDER BY date ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before
  FROM files
)
WHERE date >= {since:Date}
GROUP BY person, kind, thing, date
ORDER BY day, person, kind, thing
