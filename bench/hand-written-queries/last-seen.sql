SELECT account, argMax(bytes, time) AS size
FROM object
GROUP BY account
