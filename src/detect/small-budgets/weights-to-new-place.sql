-- Who used a destination for the first time, what went there within that hour and the next, and the weights that
-- the same person read in the hour before until then. Hours are those of the roll-ups.
WITH
  firsts AS (
    SELECT toString(person) AS person, destination, min(hour) AS first_hour
    FROM flow_hour WHERE hour < {until:Date} AND NOT is_internal
    GROUP BY person, destination
  ),
  places AS (
    SELECT destination, arraySlice(arraySort(groupArray(first_hour)), 1, 10) AS first_hours FROM firsts GROUP BY destination
  ),
  known AS (SELECT asset FROM asset WHERE sensitivity IN ('confidential', 'restricted')),
  reads AS (
    SELECT toString(person) AS person, hour AS read_hour, if(asset = '', path, asset) AS thing, sum(bytes) AS read_bytes
    FROM artifact_hour
    WHERE hour >= {since:Date} - 1 AND hour < {until:Date} AND bytes > 0 AND (is_weights OR asset IN known)
      AND NOT match(operation, '(?i)^(put|post|patch|delete|head|list|log)')
    GROUP BY person, read_hour, thing
  ),
  sendings AS (
    SELECT firsts.person AS person, firsts.destination AS destination, first_hour, sum(bytes_out) AS sent_bytes, max(hour) AS last_hour
    FROM (
      SELECT toString(person) AS person, destination, hour, bytes_out FROM flow_hour
      WHERE hour >= {since:Date} AND hour < {until:Date} AND NOT is_internal AND standing = ''
    ) AS sent
    JOIN firsts ON firsts.person = sent.person AND firsts.destination = sent.destination
    WHERE first_hour >= {since:Date} AND hour >= first_hour AND hour <= first_hour + INTERVAL 1 HOUR
    GROUP BY person, destination, first_hour
    HAVING sent_bytes >= {least:UInt64}
  )
SELECT sendings.person AS person, sendings.destination AS destination,
  formatDateTime(first_hour, '%Y-%m-%dT%H:%i:%SZ') AS hour,
  toUInt32(toRelativeDayNum(first_hour)) AS day,
  toFloat64(any(sent_bytes)) AS sent,
  toFloat64(sum(read_bytes)) AS fetched,
  argMax(thing, (read_bytes, thing)) AS thing,
  formatDateTime(min(read_hour), '%Y-%m-%dT%H:%i:%SZ') AS first,
  formatDateTime(any(last_hour) + INTERVAL 1 HOUR, '%Y-%m-%dT%H:%i:%SZ') AS last,
  arrayCount(other -> other < first_hour, any(first_hours)) AS usersBefore
FROM sendings
JOIN reads ON reads.person = sendings.person
JOIN places ON places.destination = sendings.destination
WHERE read_hour >= first_hour - INTERVAL 1 HOUR AND read_hour <= first_hour + INTERVAL 1 HOUR
GROUP BY person, destination, first_hour
ORDER BY day, person, destination
