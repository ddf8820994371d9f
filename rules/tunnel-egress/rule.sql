-- A day speaks for the seven before it only where it adds a twentieth or more. Whether a destination is rare is
-- judged by who had used it by that day: nobody knows its later users yet.
WITH used AS (
  SELECT destination, groupArray(first_use) AS first_uses
  FROM (
    SELECT destination, person, min(toDate(hour)) AS first_use
    FROM flow_hour
    WHERE hour < {until:Date} AND NOT is_internal AND standing = ''
    GROUP BY destination, person
  )
  GROUP BY destination
)
SELECT
  person,
  day,
  toFloat64(sum(sent)) AS observed,
  min(first_hour) AS first_activity,
  max(last_hour) + INTERVAL 1 HOUR AS last_activity,
  []::Array(String) AS assets,
  map('destination', argMax(destination, sent), 'users', toString(argMax(users, sent))) AS facts
FROM (
  SELECT
    person,
    arrayJoin(arrayMap(later -> toDate(hour) + later, range({windowDays:UInt16}))) AS day,
    destination,
    sum(bytes_out) AS sent,
    sumIf(bytes_out, toDate(hour) = day) AS sent_that_day,
    min(hour) AS first_hour,
    max(hour) AS last_hour
  FROM flow_hour
  WHERE hour >= {since:Date} AND hour < {until:Date} AND bytes_out > 0 AND NOT is_internal AND standing = ''
  GROUP BY person, day, destination
) AS sent_to
INNER JOIN used USING (destination)
WHERE (arrayCount(first_use -> first_use <= day, first_uses) AS users) <= {rareUpTo:UInt16}
GROUP BY person, day
HAVING sum(sent_that_day) * 20 >= observed
