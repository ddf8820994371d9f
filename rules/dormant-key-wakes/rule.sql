SELECT
  person, on_day AS day, account, calls, silent_days, models, first_call, last_call
FROM (
  SELECT
    person, account, on_day, calls, models, first_call, last_call,
    on_day - lagInFrame(on_day, 1, on_day) OVER (PARTITION BY person, account ORDER BY on_day ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS silent_days
  FROM (
    SELECT
      toString(person) AS person,
      toString(account) AS account,
      toDate(time) AS on_day,
      count() AS calls,
      groupUniqArrayIf(10)(toString(model), model != '') AS models,
      min(time) AS first_call,
      max(time) AS last_call
    FROM inference
    WHERE time >= {since:Date} AND time < {until:Date} AND account != ''
    GROUP BY person, account, on_day
  )
)
WHERE silent_days > 21 AND calls >= 1000 AND day >= {from:Date}
