-- What was read of the registry. A thing is the asset, or where no asset is known the first two folders of the path.
--
-- freshWeights: a person holds of a weight file as many bytes as they have read of it so far, but never more than the
-- file has, which is the largest read of it by anybody so far. Fresh is what an hour adds to that, so that reading again
-- adds nothing, however much later. A path of a known asset says which file it is; elsewhere equal paths of two runs are
-- two files.
SELECT
  toLowCardinality(person) AS person,
  hour,
  sum(read_bytes) AS registry,
  sum(fresh_bytes) AS freshWeights,
  sum(new_bytes) AS newAssets
FROM (
  SELECT person, hour, read_bytes, toUInt64(0) AS fresh_bytes,
    if(first_touch >= {newFrom:Date} AND toDate(hour) <= first_touch + {newDays:UInt16}, read_bytes, 0) AS new_bytes
  FROM (
    SELECT person, hour, read_bytes, min(toDate(hour)) OVER (PARTITION BY person, thing) AS first_touch
    FROM (
      SELECT
        toString(person) AS person,
        hour,
        if(asset != '', asset, concat(registry, '/', extract(path, '^/?([^/]+(?:/[^/]+)?)'))) AS thing,
        sumIf(bytes, NOT match(operation, '(?i)^(put|post|patch|delete|head|list|log)')) AS read_bytes
      FROM artifact_hour
      WHERE hour >= {first:Date} AND hour < {until:Date} AND requests > failed
      GROUP BY person, hour, thing
    )
  )
  UNION ALL
  SELECT person, hour, toUInt64(0) AS read_bytes,
    toUInt64(held - lagInFrame(held, 1, 0) OVER (PARTITION BY person, registry, run, path, file ORDER BY hour ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS fresh_bytes,
    toUInt64(0) AS new_bytes
  FROM (
    SELECT person, registry, run, path, file, hour,
      least(
        sum(file_bytes) OVER (PARTITION BY person, registry, run, path, file ORDER BY hour ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
        max(most) OVER (PARTITION BY registry, run, path, file ORDER BY hour RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS held
    FROM (
      SELECT toString(person) AS person, registry, if(asset != '', '', toString(act.run)) AS run, path, file, hour,
        sum(bytes) AS file_bytes, max(largest) AS most
      FROM artifact_hour AS act
      WHERE hour >= {first:Date} AND hour < {until:Date} AND is_weights AND bytes > 0
        AND NOT match(operation, '(?i)^(put|post|patch|delete|head|list|log)')
      GROUP BY person, registry, run, path, file, hour
    )
  )
)
WHERE hour >= {from:Date} AND read_bytes + fresh_bytes > 0
GROUP BY person, hour
