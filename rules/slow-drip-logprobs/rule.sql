SELECT person, day, asked_days, requests, first_call, last_call, models
FROM (
  SELECT
    person,
    days.1 AS day,
    arrayFilter(it -> it.1 > day - 14 AND it.1 <= day, acts) AS recent,
    length(recent) AS asked_days,
    arraySum(recent.2) AS requests,
    arrayMin(recent.3) AS first_call,
    arrayMax(recent.4) AS last_call,
    arrayDistinct(arrayFlatten(recent.5)) AS models
  FROM (
    SELECT person, groupArray((on_day, calls, first_of_day, last_of_day, models_of_day)) AS acts
    FROM (
      SELECT
        toString(person) AS person,
        toDate(time) AS on_day,
        count() AS calls,
        min(time) AS first_of_day,
        max(time) AS last_of_day,
        groupUniqArrayIf(10)(toString(model), model != '') AS models_of_day
      FROM inference
      WHERE time >= {since:Date} AND time < {until:Date} AND logprobs > 0
      GROUP BY person, on_day
      HAVING calls >= 100
    )
    GROUP BY person
  )
  ARRAY JOIN acts AS days
)
WHERE asked_days >= 12 AND day >= {from:Date}
