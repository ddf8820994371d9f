-- A day speaks for the seven before it only where it adds a twentieth or more.
SELECT
  person,
  day,
  toFloat64(sum(held)) AS observed,
  min(first_hour) AS first_activity,
  max(last_hour) + INTERVAL 1 HOUR AS last_activity,
  arrayFilter(name -> name != '', arrayMap(pair -> pair.2, arrayReverseSort(groupArray((held, asset))))) AS assets,
  map('files', toString(sum(different_files))) AS facts
FROM (
  SELECT
    person,
    day,
    asset,
    sum(file_bytes) AS held,
    count() AS different_files,
    min(file_first) AS first_hour,
    max(file_last) AS last_hour,
    sumIf(file_bytes, read_on = day) AS read_that_day
  FROM (
    SELECT
      person,
      arrayJoin(arrayMap(later -> toDate(hour) + later, range({windowDays:UInt16}))) AS day,
      path,
      file,
      any(asset) AS asset,
      max(largest) AS file_bytes,
      max(toDate(hour)) AS read_on,
      min(hour) AS file_first,
      max(hour) AS file_last
    FROM artifact_hour
    WHERE hour >= {since:Date} AND hour < {until:Date} AND is_weights AND bytes > 0
      AND NOT match(operation, '(?i)^(put|post|patch|delete|head|list|log)')
    GROUP BY person, day, path, file
  )
  GROUP BY person, day, asset
)
GROUP BY person, day
HAVING observed > 0 AND sum(read_that_day) * 20 >= observed
