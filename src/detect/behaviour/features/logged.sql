-- Which channels had any line on which days, and how many rows that was. Whatever a rebuild moved from one person to
-- another, the day stays logged: no need to merge versions first.
SELECT day, channel, sum(rows_then) AS rows_that_day
FROM (
  SELECT toDate(hour) AS day, 'inference' AS channel, count() AS rows_then FROM inference_hour_row WHERE NOT deleted GROUP BY day
  UNION ALL
  SELECT toDate(hour) AS day, 'registry' AS channel, count() AS rows_then FROM artifact_hour_row WHERE NOT deleted GROUP BY day
  UNION ALL
  SELECT toDate(hour) AS day, 'lake' AS channel, count() AS rows_then FROM object_hour_row WHERE NOT deleted GROUP BY day
  UNION ALL
  SELECT toDate(hour) AS day, 'egress' AS channel, count() AS rows_then FROM flow_hour_row WHERE NOT deleted GROUP BY day
)
GROUP BY day, channel
ORDER BY day, channel
