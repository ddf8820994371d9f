SELECT
  person,
  toDate(time) AS day,
  path,
  min(shard) AS lowest,
  max(shard) AS highest,
  sum(bytes) AS total,
  min(time) AS first_read,
  max(time) AS last_read
FROM (
  SELECT
    person, time, path, bytes, toString(person.kind) AS kind,
    toUInt32OrZero(extract(file, '-(\\d{5})-of-\\d{5}\\.')) AS shard,
    toUInt32OrZero(extract(file, '-of-(\\d{5})\\.')) AS of_shards,
    toUInt8(substring(toString(toDateTime(time), if(person.time_zone = '', 'UTC', person.time_zone)), 12, 2)) AS local_hour
  FROM (
    SELECT toString(person) AS person, time, path, file, bytes
    FROM artifact
    WHERE time >= {from:Date} AND time < {until:Date} AND positionCaseInsensitive(operation, 'get') > 0 AND bytes > 100000000
  ) AS acts
  LEFT JOIN person USING (person)
)
WHERE shard > 0 AND local_hour < 5 AND kind != 'service'
GROUP BY person, day, path
HAVING uniqExact(shard) >= 3 AND uniqExact(shard) < any(of_shards) AND highest - lowest + 1 = uniqExact(shard)
