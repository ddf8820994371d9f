SELECT person, toDate(time) AS day, src_ip AS address, uniqExact(path, file) AS files, sum(bytes) AS total, groupUniqArray(10)(path) AS paths,
  min(time) AS first_read, max(time) AS last_read
FROM (
  SELECT
    toString(person) AS person, time, toString(src_ip) AS src_ip, path, file, bytes, operation,
    min(toDate(time)) OVER (PARTITION BY person, src_ip) AS first_day,
    min(toDate(time)) OVER (PARTITION BY person) AS known_since
  FROM artifact
  WHERE time >= {since:Date} AND time < {until:Date} AND src_ip != ''
)
WHERE time >= {from:Date} AND positionCaseInsensitive(operation, 'get') > 0 AND bytes > 100000000
  AND first_day = day AND known_since < day - 7
GROUP BY person, day, address
HAVING total >= 5000000000
