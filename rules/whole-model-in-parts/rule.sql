SELECT person, day, path, run, shards, bytes, reading_days, first_read, last_read
FROM (
  SELECT
    person, path, run, of_shards,
    read.1 AS day,
    arrayFilter(it -> it.1 > day - 28 AND it.1 <= day, reads) AS recent,
    arrayUniq(recent.2) AS shards,
    arrayUniq(recent.1) AS reading_days,
    arraySum(recent.3) AS bytes,
    arrayMin(recent.4) AS first_read,
    arrayMax(recent.4) AS last_read
  FROM (
    SELECT
      toString(person) AS person, path, toString(run) AS run,
      toUInt32OrZero(extract(file, '-of-(\\d{5})\\.')) AS of_shards,
      groupArray((toDate(time), file, bytes, time)) AS reads
    FROM artifact
    WHERE time >= {since:Date} AND time < {until:Date} AND positionCaseInsensitive(operation, 'get') > 0 AND bytes > 0
      AND match(file, '-\\d{5}-of-\\d{5}\\.')
    GROUP BY person, path, run, of_shards
  )
  ARRAY JOIN arrayDistinct(arrayMap(it -> tuple(it.1), reads)) AS read
)
WHERE of_shards >= 4 AND shards >= of_shards AND reading_days >= 3 AND day >= {from:Date}
