SELECT
  person,
  toDate(time) AS day,
  endpoint,
  count() AS calls,
  round(60 / avg(gap)) AS a_minute,
  min(time) AS first_call,
  max(time) AS last_call
FROM (
  SELECT
    person, time, endpoint,
    (toUnixTimestamp64Milli(time) - lagInFrame(toUnixTimestamp64Milli(time), 1, toUnixTimestamp64Milli(time))
      OVER (PARTITION BY person, account, endpoint ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)) / 1000 AS gap
  FROM inference
  WHERE time >= {from:Date} AND time < {until:Date}
)
-- A pause is not a gap: the script rests, people go to lunch.
WHERE gap > 0 AND gap < 30
GROUP BY person, day, endpoint
HAVING calls >= 2000 AND stddevPop(gap) < 0.1 * avg(gap)
