SELECT account, count() AS reads, uniqExact(if(key = '', prefix, key)) AS keys, sum(bytes) AS total
FROM object
WHERE bucket = 'training-data' AND operation = 'GET' AND startsWith(lower(account), 'user-1')
GROUP BY account
