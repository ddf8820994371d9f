SELECT
  person,
  toDate(time) AS day,
  countIf(logprobs > 0) AS with_logprobs,
  with_logprobs / count() AS share,
  groupUniqArrayIf(10)(toString(model), model != '') AS models,
  min(time) AS first_call,
  max(time) AS last_call
FROM (
  SELECT
    person, time, logprobs, model,
    toUInt8(substring(toString(toDateTime(time), if(person.time_zone = '', 'UTC', person.time_zone)), 12, 2)) AS local_hour
  FROM (
    SELECT toString(person) AS person, time, logprobs, model
    FROM inference
    WHERE time >= {from:Date} AND time < {until:Date}
  ) AS acts
  LEFT JOIN person USING (person)
)
WHERE local_hour >= 22 OR local_hour < 6
GROUP BY person, day
HAVING with_logprobs >= 500 AND share >= 0.9
