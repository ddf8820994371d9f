SELECT account, model, tokens
FROM (
  SELECT account, model, tokens, avg(tokens) OVER (PARTITION BY model) AS usual
  FROM (SELECT account, model, sum(tokens_out) AS tokens FROM inference GROUP BY account, model)
)
WHERE tokens > usual * 1.05
