-- The longest bucket and prefix that the object's place begins with decides the asset.
WITH
  (SELECT groupArray((pattern, asset)) FROM (SELECT pattern, asset FROM asset_pattern WHERE kind = 'bucket' ORDER BY length(pattern) DESC, pattern)) AS places
SELECT hour, person, bucket, prefix, operation,
  arrayFirst(known -> startsWith(concat(bucket, '/', prefix), known.1), places).2 AS asset,
  requests, failed, objects, bytes
FROM (
  SELECT toStartOfHour(time) AS hour, person, bucket, prefix, operation,
    count() AS requests,
    countIf(status >= 400) AS failed,
    sumIf(act.objects, status < 400) AS objects,
    sumIf(act.bytes, status < 400) AS bytes
  FROM (SELECT time, person, bucket, prefix, operation, status, objects, bytes FROM object) AS act
  WHERE toDate(time) >= {first:Date} AND toDate(time) <= {last:Date} AND toDate(time) IN {days:Array(Date)}
  GROUP BY hour, person, bucket, prefix, operation
)
