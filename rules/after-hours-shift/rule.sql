-- The hour of a half-hour zone is the one in which the UTC hour starts. The profile leaves the last week out. An hour
-- counts at most so many requests a day, or one batch job would make its hour the only usual one.
SELECT
  person,
  day,
  toFloat64(arraySum(unusual_counts)) AS observed,
  arrayFilter((hour, local) -> unusual_counts[local + 1] > 0, hours, local_hours) AS counted_hours,
  arrayMin(counted_hours) AS first_activity,
  arrayMax(counted_hours) + INTERVAL 1 HOUR AS last_activity,
  assets,
  map(
    'share', toString(arraySum(unusual_counts) / arraySum(counts)),
    'hour', leftPad(toString(indexOf(unusual_counts, arrayMax(unusual_counts)) - 1), 2, '0') || ':00'
  ) AS facts
FROM (
  SELECT
    person, day, counts, hours, local_hours, assets,
    sumForEach(arrayMap(count -> least(count, {countedPerHour:UInt64}), counts)) OVER past AS profile,
    count() OVER past AS profile_days,
    arrayMap(i -> 0.25 * profile[1 + (i + 23) % 24] + 0.5 * profile[1 + i] + 0.25 * profile[1 + (i + 1) % 24], range(24)) AS smooth,
    arraySum(smooth) + 24 AS total,
    arrayMap((count, usual) -> if((usual + 1) / total < {unusualBelow:Float64}, count, 0), counts, smooth) AS unusual_counts
  FROM (
    SELECT
      person,
      day,
      groupArray(hour) AS hours,
      groupArray(local_hour) AS local_hours,
      sumForEach(arrayMap(i -> if(i = local_hour, hour_requests, 0), range(24))) AS counts,
      groupUniqArrayArray(hour_assets) AS assets
    FROM (
      SELECT
        person,
        hour,
        toDate(hour) AS day,
        sum(requests) AS hour_requests,
        groupUniqArrayIf(toString(asset), asset != '') AS hour_assets,
        toUInt8(substring(toString(hour, if(any(person.time_zone) = '', 'UTC', any(person.time_zone))), 12, 2)) AS local_hour
      FROM inference_hour
      LEFT JOIN person USING (person)
      WHERE hour >= {since:Date} AND hour < {until:Date}
      GROUP BY person, hour
    )
    GROUP BY person, day
  )
  WINDOW past AS (PARTITION BY person ORDER BY day RANGE BETWEEN 49 PRECEDING AND 8 PRECEDING)
)
WHERE profile_days >= {leastDays:UInt16} AND arraySum(unusual_counts) >= {leastShare:Float64} * arraySum(counts)
  AND arraySum(unusual_counts) > 0
