SELECT account, requests, with_logprobs, tokens
FROM (
  SELECT account, count() AS requests, countIf(logprobs > 0) AS with_logprobs, sum(tokens_out) AS tokens
  FROM inference
  WHERE time > toDateTime64('2026-03-23 00:00:00', 3)
  GROUP BY account
) AS recent
INNER JOIN (
  SELECT account, avg(tokens_out) AS usual
  FROM inference
  WHERE time BETWEEN toDateTime64('2026-02-05 00:00:00', 3) AND toDateTime64('2026-03-23 00:00:00', 3)
  GROUP BY account
) AS baseline USING (account)
WHERE with_logprobs * 4 > requests
