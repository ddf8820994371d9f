SELECT person, on_day AS day, host, sent, requests, first_request, last_request
FROM (
  SELECT
    toString(person) AS person, toDate(time) AS on_day, toString(host) AS host,
    sum(bytes_out) AS sent, count() AS requests, min(time) AS first_request, max(time) AS last_request
  FROM web
  WHERE time >= {from:Date} AND time < {until:Date} AND method = 'CONNECT' AND verdict != 'denied'
  GROUP BY person, on_day, host
  HAVING sent >= 100000000
) AS today
INNER JOIN (
  SELECT toString(host) AS host, uniqExact(person) AS users
  FROM web
  WHERE time >= {since:Date} AND time < {until:Date}
  GROUP BY host
  HAVING users = 1
) AS rare USING (host)
WHERE host NOT IN (SELECT name FROM destination WHERE standing != '')
