-- The model named by the call decides the asset; where it names none, the longest endpoint does.
WITH
  (SELECT groupArray((pattern, asset)) FROM (SELECT pattern, asset FROM asset_pattern WHERE kind = 'model')) AS models,
  (SELECT groupArray((pattern, asset)) FROM (SELECT pattern, asset FROM asset_pattern WHERE kind = 'endpoint' ORDER BY length(pattern) DESC, pattern)) AS endpoints
SELECT hour, person, endpoint, model, tag,
  if(model != '',
    arrayFirst(known -> known.1 = model, models).2,
    arrayFirst(known -> startsWith(endpoint, known.1) OR (startsWith(known.1, '/') AND startsWith(path(concat('https://', endpoint)), known.1)), endpoints).2) AS asset,
  requests, failed, logprob_requests, tokens_in, tokens_out, logprob_tokens
FROM (
  SELECT toStartOfHour(time) AS hour, person, endpoint, model, tag,
    count() AS requests,
    countIf(status >= 400) AS failed,
    countIf(logprobs > 0) AS logprob_requests,
    sum(toUInt64(act.tokens_in)) AS tokens_in,
    sum(toUInt64(act.tokens_out)) AS tokens_out,
    sumIf(toUInt64(act.tokens_out), logprobs > 0) AS logprob_tokens
  FROM (SELECT time, person, endpoint, model, tag, status, logprobs, tokens_in, tokens_out FROM inference) AS act
  WHERE toDate(time) >= {first:Date} AND toDate(time) <= {last:Date} AND toDate(time) IN {days:Array(Date)}
  GROUP BY hour, person, endpoint, model, tag
)
