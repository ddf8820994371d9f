SELECT model, uniqExact(account) AS users, sum(tokens_out) AS tokens, max(tokens_out) AS longest
FROM inference
WHERE status = 200
GROUP BY model
