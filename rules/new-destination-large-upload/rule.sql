SELECT person, day, destination, any(address) AS example, sum(sent_there) AS sent, min(first_there) AS first_flow, max(last_there) AS last_flow
FROM (
  SELECT
    person, on_day AS day, destination, address, sent_there, first_there, last_there,
    min(on_day) OVER (PARTITION BY destination) AS first_day,
    min(on_day) OVER () AS known_since
  FROM (
    SELECT
      toString(person) AS person, toDate(time) AS on_day, if(dst_name = '', dst_ip, dst_name) AS destination, any(dst_ip) AS address,
      sum(bytes_out) AS sent_there, min(time) AS first_there, max(time) AS last_there
    FROM flow
    WHERE time >= {since:Date} AND time < {until:Date} AND bytes_out > 0
      AND NOT isIPAddressInRange(if(isIPv4String(dst_ip), dst_ip, '10.0.0.0'), '10.0.0.0/8')
    GROUP BY person, on_day, destination
  )
)
WHERE day >= {from:Date} AND first_day = day AND known_since < day - 7
  AND destination NOT IN (SELECT name FROM destination WHERE standing != '')
  AND address NOT IN (SELECT address FROM destination WHERE standing != '')
GROUP BY person, day, destination
HAVING sent >= 1000000000
