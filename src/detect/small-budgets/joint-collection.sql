-- Which files of one place in the registry (a version of an asset) each person from outside of it read a day. Inside is
-- whose team or project the directory names for it, and who, or whose team, read it on three days before: `settled` is
-- the third, over all that is logged. From four weeks after it they are its usual readers; what those read never leaves
-- the engine.
WITH
  reads AS (
    SELECT toString(person) AS reader, path AS place, toDate(hour) AS date, any(asset) AS named
    FROM artifact_hour
    WHERE hour < {until:Date} AND bytes > 0 AND is_weights
      AND NOT match(operation, '(?i)^(put|post|patch|delete|head|list|log)')
    GROUP BY reader, place, date
  ),
  settled_people AS (
    SELECT reader AS settler, place AS settled_place, arrayElement(arraySort(groupArray(date)), 3) AS own_settled FROM reads GROUP BY settler, settled_place
  ),
  settled_teams AS (
    SELECT team AS of_team, place AS team_place, arrayElement(arraySort(groupArray(date)), 3) AS team_settled
    FROM reads JOIN person ON person.person = reads.reader
    WHERE team != '' GROUP BY of_team, team_place
  ),
  outsiders AS (
    SELECT reader, member.team AS team, place, date, named
    FROM reads
    LEFT JOIN (SELECT person AS who, team, kind FROM person) AS member ON member.who = reads.reader
    LEFT JOIN settled_people ON settled_people.settler = reads.reader AND settled_people.settled_place = reads.place
    LEFT JOIN settled_teams ON settled_teams.of_team = member.team AND settled_teams.team_place = reads.place
    LEFT JOIN (SELECT asset AS asset_id, sensitivity, project FROM asset) AS known ON known.asset_id = reads.named
    LEFT JOIN (SELECT person AS mover, arrayStringConcat(groupArray(detail), '\n') AS moves FROM staff WHERE kind = 'move' GROUP BY mover) AS moved
      ON moved.mover = reads.reader
    WHERE date >= {since:Date} AND member.kind != 'service' AND sensitivity NOT IN ('public', 'internal')
      AND (own_settled = toDate(0) OR date < own_settled + 28) AND (team_settled = toDate(0) OR date < team_settled + 28)
      AND NOT (project != '' AND member.team != '' AND (positionCaseInsensitive(member.team, project) > 0 OR positionCaseInsensitive(project, member.team) > 0))
      AND NOT (project != '' AND positionCaseInsensitive(moves, project) > 0)
  )
SELECT reader AS person, team, place, any(named) AS asset, toUInt32(toRelativeDayNum(date)) AS day,
  groupArray(part) AS parts, groupArray(size) AS sizes,
  formatDateTime(min(first_hour), '%Y-%m-%dT%H:%i:%SZ') AS first, formatDateTime(max(last_hour) + INTERVAL 1 HOUR, '%Y-%m-%dT%H:%i:%SZ') AS last
FROM (
  SELECT toString(person) AS reader, path AS place, toDate(hour) AS date, file AS part, toFloat64(max(largest)) AS size,
    min(hour) AS first_hour, max(hour) AS last_hour
  FROM artifact_hour
  WHERE hour >= {since:Date} AND hour < {until:Date} AND bytes > 0 AND is_weights
    AND NOT match(operation, '(?i)^(put|post|patch|delete|head|list|log)')
  GROUP BY reader, place, date, part
  ORDER BY reader, place, date, part
) AS files
JOIN outsiders USING (reader, place, date)
GROUP BY reader, team, place, date
ORDER BY day, person, place
