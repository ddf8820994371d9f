SELECT
  toString(person) AS person,
  toDate(time) AS day,
  toString(run) AS run_id,
  uniqExact(path, file) AS files,
  sum(bytes) AS total,
  groupUniqArray(10)(path) AS paths,
  min(time) AS first_read,
  max(time) AS last_read
FROM artifact
WHERE time >= {from:Date} AND time < {until:Date}
  AND positionCaseInsensitive(operation, 'get') > 0 AND bytes > 100000000 AND run != ''
  AND run NOT IN (
    SELECT run FROM artifact
    WHERE time >= {since:Date} AND time < {until:Date} AND match(operation, '(?i)put|post|create|log') AND run != ''
  )
GROUP BY person, day, run_id
HAVING total >= 5000000000
