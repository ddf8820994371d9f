SELECT
  reads.person AS person,
  toDate(reads.time) AS day,
  asset.asset AS asset_name,
  any(asset.project) AS project,
  any(person.team) AS own_team,
  sum(reads.bytes) AS bytes,
  min(reads.time) AS first_read,
  max(reads.time) AS last_read
FROM (
  SELECT toString(person) AS person, time, path, file, bytes
  FROM artifact
  WHERE time >= {from:Date} AND time < {until:Date} AND positionCaseInsensitive(operation, 'get') > 0 AND bytes > 100000000
) AS reads
INNER JOIN (SELECT person, toString(team) AS team FROM person WHERE kind = 'human' AND team != '') AS person ON person.person = reads.person
CROSS JOIN (SELECT pattern, asset FROM asset_pattern WHERE kind = 'registry') AS pattern
INNER JOIN (SELECT asset, toString(project) AS project FROM asset WHERE kind = 'model' AND project != '') AS asset ON asset.asset = pattern.asset
WHERE startsWith(reads.path, pattern.pattern) AND positionCaseInsensitive(person.team, asset.project) = 0
GROUP BY person, day, asset_name
HAVING bytes >= 10000000000
