SELECT
  reads.person AS person,
  toDate(reads.time) AS day,
  groupUniqArray(10)(asset_name) AS assets,
  sum(reads.bytes) AS bytes,
  min(reads.time) AS first_read,
  max(reads.time) AS last_read
FROM (
  SELECT toString(person) AS person, time, concat(bucket, '/', if(prefix = '', key, prefix)) AS place, bytes
  FROM object
  WHERE time >= {from:Date} AND time < {until:Date} AND bytes > 0 AND positionCaseInsensitive(operation, 'get') > 0
) AS reads
CROSS JOIN (
  SELECT pattern, asset.asset AS asset_name, toString(asset.kind) AS kind
  FROM asset_pattern INNER JOIN asset ON asset.asset = asset_pattern.asset
  WHERE asset_pattern.kind = 'bucket' AND asset.kind IN ('reward-model', 'evaluation-set')
) AS known
WHERE startsWith(reads.place, known.pattern)
GROUP BY person, day
HAVING countIf(kind = 'reward-model') > 0 AND countIf(kind = 'evaluation-set') > 0 AND bytes >= 5000000000
