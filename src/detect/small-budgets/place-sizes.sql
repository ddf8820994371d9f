-- How large each place of the registry is as far as anybody has seen: the bytes of the files first read on each day.
SELECT place, groupArray(day) AS days, groupArray(bytes) AS bytes
FROM (
  SELECT place, toUInt32(toRelativeDayNum(first_day)) AS day, toFloat64(sum(size)) AS bytes
  FROM (
    SELECT path AS place, file, min(toDate(hour)) AS first_day, max(largest) AS size
    FROM artifact_hour
    WHERE hour < {until:Date} AND bytes > 0 AND is_weights
      AND NOT match(operation, '(?i)^(put|post|patch|delete|head|list|log)')
    GROUP BY place, file
  )
  GROUP BY place, day
  ORDER BY place, day
)
GROUP BY place
