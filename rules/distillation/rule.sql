-- First and last activity are the first and last hour that carried at least a twentieth of the largest: a single
-- call at breakfast is not where a night of a thousand a minute began.
SELECT
  person,
  day,
  toFloat64(arraySum(asked_by_hour.2)) AS observed,
  arrayFilter(pair -> pair.2 * 20 >= arrayMax(asked_by_hour.2), asked_by_hour).1 AS counted_hours,
  arrayMin(counted_hours) AS first_activity,
  arrayMax(counted_hours) + INTERVAL 1 HOUR AS last_activity,
  assets,
  map('share', toString(observed / all_requests), 'tokens', toString(all_tokens)) AS facts
FROM (
  SELECT
    person,
    toDate(hour) AS day,
    groupArray((hour, asked)) AS asked_by_hour,
    sum(total) AS all_requests,
    sum(tokens) AS all_tokens,
    groupUniqArrayArray(hour_assets) AS assets
  FROM (
    SELECT
      person,
      hour,
      sum(requests) AS total,
      sum(logprob_requests) AS asked,
      sum(logprob_tokens) AS tokens,
      groupUniqArrayIf(toString(asset), asset != '' AND logprob_requests > 0) AS hour_assets
    FROM inference_hour
    WHERE hour >= {since:Date} AND hour < {until:Date}
    GROUP BY person, hour
  )
  GROUP BY person, day
)
WHERE observed > 0
