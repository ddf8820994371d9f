-- A day speaks for the seven before it only where it adds a twentieth or more. Whether a destination is rare is
-- judged by who had used it by that day: nobody knows its later users yet. One scan gives both, because the lookup of a
-- destination's standing costs more than the sums.
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
    act.1 AS person,
    act.2 + later AS day,
    destination,
    sum(act.3) AS sent,
    sumIf(act.3, later = 0) AS sent_that_day,
    min(act.4) AS first_hour,
    max(act.5) AS last_hour,
    arrayCount(first_use -> first_use <= day, any(first_uses)) AS users
  FROM (
    SELECT
      destination,
      groupArrayIf((person, sent_on, sent_then, first_hour_then, last_hour_then), sent_on >= {since:Date} AND sent_then > 0) AS acts,
      arraySort(minMap([person], [sent_on]).2) AS first_uses
    FROM (
      SELECT
        destination,
        toString(person) AS person,
        toDate(hour) AS sent_on,
        sum(bytes_out) AS sent_then,
        minIf(hour, bytes_out > 0) AS first_hour_then,
        maxIf(hour, bytes_out > 0) AS last_hour_then
      FROM flow_hour
      WHERE hour < {until:Date} AND NOT is_internal AND standing = ''
      GROUP BY destination, person, sent_on
    )
    GROUP BY destination
  )
  ARRAY JOIN acts AS act
  ARRAY JOIN range({windowDays:UInt16}) AS later
  WHERE length(first_uses) <= {rareUpTo:UInt16} OR act.2 + later < first_uses[{rareUpTo:UInt16} + 1]
  GROUP BY person, day, destination
)
GROUP BY person, day
HAVING sum(sent_that_day) * 20 >= observed
