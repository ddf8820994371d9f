-- What was sent outside, seen by where it went. Only unsanctionedEgress asks the register, which may be wrong.
--
-- Rows are hours for the days wanted by the hour, else days; what a row gives is what it adds to its day. A destination is
-- rare until the hour in which its fourth user first sends to it: nobody knows its later users yet. The mean that
-- excessEgress compares with is that of the days on which egress was logged and the person was here;
-- seenBefore[n + 1] says how many of the first n days were logged. People are asked about in parts, which bounds the memory.
SELECT
  toLowCardinality(person) AS person,
  toDateTime(moment, 'UTC') AS hour,
  toUInt64(top - lagInFrame(top, 1, 0) OVER (PARTITION BY person, day ORDER BY moment ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS topEgress,
  rareEgress,
  newEgress,
  newDestinations,
  unsanctionedEgress,
  excessEgress
FROM (
  SELECT
    person, day, moment, rareEgress, newEgress, newDestinations, unsanctionedEgress, excessEgress,
    max(largest) OVER (PARTITION BY person, day ORDER BY moment ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS top
  FROM (
    SELECT
      person, day, moment,
      max(so_far) AS largest,
      sum(rare_bytes) AS rareEgress,
      sumIf(sent_bytes, is_new AND day <= toDate(first_use) + {newDays:UInt16}) AS newEgress,
      countIf(is_new AND first_hour = first_use) AS newDestinations,
      sum(unsanctioned_bytes) AS unsanctionedEgress,
      sum(toUInt64(if(so_far > usual, so_far - usual, 0) - if(so_far - sent_bytes > usual, so_far - sent_bytes - usual, 0))) AS excessEgress
    FROM (
      SELECT
        person, day, moment, sent_bytes, rare_bytes, unsanctioned_bytes, first_hour, so_far, first_use,
        toDate(first_use) >= {newFrom:Date} AS is_new,
        greatest(day - 42, {first:Date}, least(if(known.person = '', toDate(first_act), known.hired), toDate(first_act))) AS compared_from,
        if(earlier_bytes = 0, 0, intDiv(2 * earlier_bytes, greatest(1,
          {seenBefore:Array(UInt32)}[day - 14 - {first:Date} + 2] - {seenBefore:Array(UInt32)}[compared_from - {first:Date} + 1]))) AS usual
      FROM (
        SELECT
          person, day, moment, sent_bytes, rare_bytes, unsanctioned_bytes, first_hour,
          min(first_hour) OVER (PARTITION BY person, destination) AS first_use,
          min(first_hour) OVER (PARTITION BY person) AS first_act,
          sum(sent_bytes) OVER (PARTITION BY person, destination ORDER BY day RANGE BETWEEN 42 PRECEDING AND 14 PRECEDING) AS earlier_bytes,
          sum(sent_bytes) OVER (PARTITION BY person, destination, day ORDER BY moment ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS so_far
        FROM (
          SELECT
            person, destination,
            toDate(hour) AS day,
            if(day IN {hourlyDays:Array(Date)}, hour, toStartOfDay(hour)) AS moment,
            sum(act.sent) AS sent_bytes,
            sumIf(act.sent, fourth_use = 0 OR toUnixTimestamp(hour) < fourth_use) AS rare_bytes,
            sum(act.unsanctioned) AS unsanctioned_bytes,
            min(hour) AS first_hour
          FROM (
            SELECT toString(person) AS person, destination, hour, sum(bytes_out) AS sent, sumIf(bytes_out, standing = '') AS unsanctioned
            FROM flow_hour
            WHERE hour >= {first:Date} AND hour < {until:Date} AND NOT is_internal AND bytes_out > 0
              AND cityHash64(toString(person)) % {parts:UInt32} = {part:UInt32}
            GROUP BY person, destination, hour
          ) AS act
          LEFT JOIN (
            SELECT destination, toUnixTimestamp(arraySort(groupArray(first_sent))[{rareUpTo:UInt16} + 1]) AS fourth_use
            FROM (
              SELECT destination, person, min(hour) AS first_sent
              FROM flow_hour
              WHERE hour >= {first:Date} AND hour < {until:Date} AND NOT is_internal AND bytes_out > 0
              GROUP BY destination, person
            )
            GROUP BY destination
            HAVING count() > {rareUpTo:UInt16}
          ) AS popular USING (destination)
          GROUP BY person, destination, day, moment
        )
      ) AS sent
      LEFT JOIN person AS known ON known.person = sent.person
    )
    WHERE day >= {from:Date}
    GROUP BY person, day, moment
  )
)
