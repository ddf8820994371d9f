-- What each person sent a day to each destination that few have used so far. `firstDays` are the first days of use of
-- the first ten people. Bytes below `least` a day are web pages and their like: they count as use, not as sending.
-- Sums are over whole numbers, and first days are minima: neither depends on the order of arrival.
WITH
  used AS (
    SELECT toString(person) AS person, destination, toDate(hour) AS date, sum(bytes_out) AS bytes,
      min(hour) AS first_hour, max(hour) AS last_hour
    FROM flow_hour
    WHERE hour < {until:Date} AND NOT is_internal
    GROUP BY person, destination, date
  ),
  places AS (
    SELECT destination, arraySlice(arraySort(groupArray(first_day)), 1, 10) AS first_days
    FROM (SELECT person, destination, min(date) AS first_day FROM used GROUP BY person, destination)
    GROUP BY destination
  ),
  -- The register is asked about few places only: it is a look-up for every row.
  registered AS (
    SELECT destination AS place, toDate(hour) AS on_date, max(standing) AS known
    FROM flow_hour
    WHERE hour >= {since:Date} AND hour < {until:Date} AND bytes_out > 0 AND destination IN (
      SELECT destination FROM places WHERE length(first_days) <= {mostUsers:UInt8} OR first_days[{mostUsers:UInt8} + 1] >= {since:Date})
    GROUP BY place, on_date
  )
SELECT person, destination, toUInt32(toRelativeDayNum(used.date)) AS day, toFloat64(used.bytes) AS bytes,
  formatDateTime(first_hour, '%Y-%m-%dT%H:%i:%SZ') AS first, formatDateTime(last_hour + INTERVAL 1 HOUR, '%Y-%m-%dT%H:%i:%SZ') AS last,
  known AS standing, arrayMap(first -> toUInt32(toRelativeDayNum(first)), first_days) AS firstDays
FROM used
JOIN places USING (destination)
LEFT JOIN registered ON registered.place = used.destination AND registered.on_date = used.date
WHERE used.date >= {since:Date} AND used.bytes >= {least:UInt64} AND known != 'own'
  AND arrayCount(first -> first < used.date, first_days) <= {mostUsers:UInt8}
ORDER BY day, person, destination
