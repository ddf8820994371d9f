-- Calls, also those refused: asking is what is counted. Tokens with log-probabilities are those that came back.
SELECT
  toLowCardinality(toString(person)) AS person,
  hour,
  sum(act.requests) AS requests,
  sum(act.logprob_requests) AS logprobRequests,
  sum(act.logprob_tokens) AS logprobTokens
FROM inference_hour AS act
WHERE hour >= {from:Date} AND hour < {until:Date}
GROUP BY person, hour
