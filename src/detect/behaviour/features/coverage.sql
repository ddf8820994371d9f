-- What share of each asset people have collected in a span of any length.
--
-- Of a registry file one holds what was read of it, never more than the file has: the largest read of it by anybody up to
-- the end of the span. So reading again adds nothing, and parts add up. Which part was read no log says: where parts were
-- read twice and others never, the share is too high. Of the lake only folders are known: what was read there
-- counts up to the size of the asset. The size is the one of assets.yaml; without one that of the files known, or in the
-- lake the most that anybody has read.
SELECT
  person, channel, asset, collected,
  if(known.bytes > 0, known.bytes, seen_bytes) AS assetBytes,
  if(assetBytes = 0, 0, least(1, collected / assetBytes)) AS share,
  files, filesKnown
FROM (
  SELECT person, 'registry' AS channel, asset, sum(least(taken, size)) AS collected, count() AS files,
    any(known_bytes) AS seen_bytes, any(known_files) AS filesKnown
  FROM (
    SELECT toString(act.person) AS person, toString(act.asset) AS asset, act.path AS path, act.file AS file, sum(act.bytes) AS taken
    FROM artifact_hour AS act
    WHERE hour >= {from:Date} AND hour < {until:Date} AND asset != '' AND act.bytes > 0
      AND NOT match(operation, '(?i)^(put|post|patch|delete|head|list|log)')
      AND ({person:String} = '' OR act.person = {person:String})
    GROUP BY person, asset, path, file
  ) AS read_files
  INNER JOIN (
    SELECT asset, path, file, size, sum(size) OVER (PARTITION BY asset) AS known_bytes, count() OVER (PARTITION BY asset) AS known_files
    FROM (
      SELECT toString(act.asset) AS asset, path, file, max(largest) AS size
      FROM artifact_hour AS act WHERE hour < {until:Date} AND act.asset != '' AND largest > 0
      GROUP BY asset, path, file
    )
  ) AS sizes USING (asset, path, file)
  GROUP BY person, asset
  UNION ALL
  SELECT person, 'lake' AS channel, asset, least(taken, if(declared.bytes > 0, declared.bytes, taken)) AS collected,
    toUInt64(0) AS files, most AS seen_bytes, toUInt64(0) AS filesKnown
  FROM (
    SELECT person, asset, sumIf(bytes_then, hour >= {from:Date}) AS taken, max(sum(bytes_then)) OVER (PARTITION BY asset) AS most
    FROM (
      SELECT toString(act.person) AS person, toString(act.asset) AS asset, hour, sum(act.bytes) AS bytes_then
      FROM object_hour AS act
      WHERE hour < {until:Date} AND act.asset != ''
        AND NOT match(operation, '(?i)^(put|post|patch|delete|head|list|copy|complete|upload)')
      GROUP BY person, asset, hour
    )
    GROUP BY person, asset
  ) AS places
  LEFT JOIN asset AS declared ON declared.asset = places.asset
  WHERE taken > 0 AND ({person:String} = '' OR person = {person:String})
) AS got
LEFT JOIN asset AS known ON known.asset = got.asset
ORDER BY share DESC, person, asset, channel
