SELECT person, toDate(time) AS day, sum(bytes_out) AS sent, min(time) AS first_flow, max(time) AS last_flow, any(detail) AS leave
FROM (
  SELECT toString(person) AS person, time, bytes_out
  FROM flow
  WHERE time >= {from:Date} AND time < {until:Date}
    AND NOT isIPAddressInRange(if(isIPv4String(dst_ip), dst_ip, '10.0.0.0'), '10.0.0.0/8')
) AS flow
INNER JOIN (
  SELECT person, toDate(effective) AS from_day, toDateOrZero(extract(detail, '(\\d{4}-\\d\\d-\\d\\d)')) AS last_day, detail
  FROM staff
  WHERE kind = 'leave'
) AS absence USING (person)
WHERE day >= from_day AND day <= last_day
GROUP BY person, day
HAVING sent >= 200000000
