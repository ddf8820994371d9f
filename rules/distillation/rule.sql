SELECT
  person,
  day,
  toFloat64(sum(asked)) AS observed,
  min(first_hour) AS first_activity,
  max(last_hour) + INTERVAL 1 HOUR AS last_activity,
  arrayFilter(name -> name != '', arrayMap(pair -> pair.2, arrayReverseSort(groupArray((asked, asset))))) AS assets,
  map('share', toString(sum(asked) / sum(all_requests)), 'tokens', toString(sum(tokens))) AS facts
FROM (
  SELECT
    person,
    toDate(hour) AS day,
    asset,
    sum(requests) AS all_requests,
    sum(logprob_requests) AS asked,
    sum(logprob_tokens) AS tokens,
    minIf(hour, logprob_requests > 0) AS first_hour,
    maxIf(hour, logprob_requests > 0) AS last_hour
  FROM inference_hour
  WHERE hour >= {since:Date} AND hour < {until:Date}
  GROUP BY person, day, asset
)
GROUP BY person, day
HAVING observed > 0
