-- Whom the logs name and the directory does not is a person too, from the first act on; whom only the directory names is
-- one with zeros. Who did something before being hired was here already.
SELECT
  if(known.person = '', seen.person, known.person) AS person,
  toString(known.role) AS role,
  toString(known.team) AS team,
  if(known.kind = 'service', 'service', 'human') AS kind,
  toString(known.time_zone) AS timeZone,
  multiIf(known.person = '', first_day, seen.person = '', hired, least(hired, first_day)) AS hiredOn,
  if(known.person = '', toDate('2100-01-01'), left) AS leftOn
FROM (
  SELECT toString(person) AS person, min(first_then) AS first_day
  FROM (
    SELECT person, min(toDate(hour)) AS first_then FROM inference_hour WHERE hour >= {first:Date} AND hour < {until:Date} GROUP BY person
    UNION ALL
    SELECT person, min(toDate(hour)) AS first_then FROM artifact_hour WHERE hour >= {first:Date} AND hour < {until:Date} GROUP BY person
    UNION ALL
    SELECT person, min(toDate(hour)) AS first_then FROM object_hour WHERE hour >= {first:Date} AND hour < {until:Date} GROUP BY person
    UNION ALL
    SELECT person, min(toDate(hour)) AS first_then FROM flow_hour WHERE hour >= {first:Date} AND hour < {until:Date} GROUP BY person
  )
  GROUP BY person
) AS seen
FULL JOIN person AS known ON known.person = seen.person
WHERE seen.person != '' OR (hired < {until:Date} AND left >= {from:Date})
