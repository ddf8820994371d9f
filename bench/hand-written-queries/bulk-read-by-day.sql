SELECT account, toDateTime(toStartOfDay(time)) AS day, count() AS objects, sum(bytes) AS total
FROM object
WHERE time > toDateTime64('2026-03-07 00:00:00', 3) AND bucket = 'training-data' AND operation = 'GET'
GROUP BY account, day
HAVING total > 30000000000
