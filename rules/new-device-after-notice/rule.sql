SELECT person, toDate(time) AS day, device, any(noticed_on) AS noticed, count() AS sessions, min(time) AS first_session, max(time) AS last_session
FROM (
  SELECT
    toString(person) AS person, time, toString(device) AS device,
    min(toDate(time)) OVER (PARTITION BY person, device) AS first_day,
    min(toDate(time)) OVER (PARTITION BY person) AS known_since
  FROM session
  WHERE time >= {since:Date} AND time < {until:Date} AND device != '' AND outcome NOT IN ('failure')
) AS seen
INNER JOIN (
  SELECT person, max(toDate(effective)) AS noticed_on FROM staff WHERE kind = 'notice' GROUP BY person
) AS notice USING (person)
WHERE time >= {from:Date} AND first_day = day AND known_since < day - 7 AND day >= noticed_on AND day < noticed_on + 90
GROUP BY person, day, device
