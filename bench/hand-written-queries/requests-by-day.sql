SELECT account, toDateTime(toStartOfDay(time)) AS day, count() AS requests, countIf(logprobs > 0) AS with_logprobs, sum(tokens_out) AS tokens
FROM inference
GROUP BY account, day
HAVING requests > 120
