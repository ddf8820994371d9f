-- Requests in hours of the person's own clock that carried less than 1.2 % of their seven weeks but the last, where
-- these are at least half of the day.
WITH
  (SELECT arraySort(groupUniqArray(toDate(hour))) FROM inference_hour) AS logged,
  amount AS (
    SELECT
      person, day,
      arrayMap(i -> 0.25 * profile[1 + (i + 23) % 24] + 0.5 * profile[1 + i] + 0.25 * profile[1 + (i + 1) % 24], range(24)) AS usual,
      toFloat64(arraySum((requests, share) -> if(share + 1 < 0.012 * (arraySum(usual) + 24), requests, 0), counts, usual)) AS amount
    FROM (
      SELECT
        person, day, counts,
        sumForEach(arrayMap(requests -> least(requests, 20), counts)) OVER seven_weeks AS profile,
        count() OVER seven_weeks AS profile_days
      FROM (
        SELECT
          person, toDate(hour) AS day,
          sumForEach(arrayMap(i -> if(i = local, requests, 0), range(24))) AS counts
        FROM (
          SELECT person, hour, toUInt8(substring(toString(hour, if(any(time_zone) = '', 'UTC', any(time_zone))), 12, 2)) AS local, sum(requests) AS requests
          FROM inference_hour LEFT JOIN person USING (person)
          GROUP BY person, hour
        )
        GROUP BY person, day
      )
      WINDOW seven_weeks AS (PARTITION BY person ORDER BY day RANGE BETWEEN 49 PRECEDING AND 8 PRECEDING)
    )
    WHERE profile_days >= 5 AND amount > 0 AND amount >= 0.5 * arraySum(counts)
  ),
  -- A row a person: their logged days of employment in order, and an amount for each, zero where nothing was done.
  person_days AS (
    SELECT
      person, kind, role,
      arrayFilter(d -> d >= start AND d <= end, logged) AS days,
      arrayMap(d -> ([0.] || amounts)[1 + indexOf(active, d)], days) AS xs,
      arrayMap(x -> log1p(x / 1), xs) AS ys
    FROM (
      SELECT
        if(known.person = '', seen.person, known.person) AS person,
        if(known.person = '', 'human', known.kind) AS kind,
        known.role AS role,
        if(known.person = '', first_seen, known.hired) AS start,
        if(known.person = '', toDate('2100-01-01'), known.left) AS end
      FROM (SELECT toString(person) AS person, min(toDate(hour)) AS first_seen FROM inference_hour GROUP BY person) AS seen
      FULL JOIN person AS known ON known.person = seen.person
    ) AS employed
    LEFT JOIN (
      SELECT toString(person) AS person, groupArray(day) AS active, groupArray(amount) AS amounts
      FROM amount GROUP BY person
    ) AS did USING (person)
  ),
  -- The baseline of day i ends two weeks before it, or with the first week while that is later, and is up to 42 days long.
  person_day AS (
    SELECT
      person, kind, role,
      days[i] AS day, xs[i] AS x, ys[i] AS y,
      greatest(0, least(7, i - 1), i - 14) AS last,
      least(42, last) AS n,
      arraySlice(ys, last - n + 1, n) AS base,
      if(n = 0, 0, arrayAvg(base)) AS m,
      if(n < 2, 0, arrayReduce('varSamp', base)) AS v,
      if(n = 0, 0, arrayReduce('quantileExactInclusive(0.5)', arraySlice(xs, last - n + 1, n))) AS middle
    FROM person_days
    ARRAY JOIN arrayEnumerate(days) AS i
  ),
  role_day AS (
    SELECT
      day, kind, role,
      groupArray((person, x, y, n, m, v, middle)) AS mates,
      groupArrayArray(mates) OVER (PARTITION BY day, kind) AS everybody
    FROM person_day
    GROUP BY day, kind, role
  ),
  -- Everything that whoever is judged in the group shares: once a group, not once a person.
  peer_group AS (
    SELECT
      day, kind, mates,
      if(role != '' AND length(mates) >= 5, mates, everybody) AS peers,
      if(length(peers) >= 5, arrayReduce('quantileExactInclusive(0.5)', peers.2), 0) AS that_day,
      arrayFilter(p -> p.4 >= 5, peers) AS steady,
      steady.1 AS names, steady.5 AS means, steady.6 AS variances, steady.7 AS middles
    FROM role_day
  ),
  residual AS (
    SELECT
      day, kind,
      me.1 AS person, me.2 AS x, me.4 AS n, me.7 AS middle, that_day,
      indexOf(names, person) AS own,
      arrayFilter((value, i) -> i != own, means, arrayEnumerate(means)) AS ms,
      arrayFilter((value, i) -> i != own, variances, arrayEnumerate(means)) AS vs,
      arrayFilter((value, i) -> i != own, middles, arrayEnumerate(means)) AS their_middles,
      length(ms) AS others,
      if(others = 0, 0, arrayReduce('quantileExactInclusive(0.5)', ms)) AS centre,
      greatest(0.1, if(others >= 3, arrayAvg(vs), me.6)) AS within,
      if(others = 0, 0, 1.4826 * arrayReduce('quantileExactInclusive(0.5)', arrayMap(mean -> abs(mean - centre), ms))) AS mad,
      greatest(0.05, mad * mad, if(others > 1, 0.25 * arrayReduce('varSamp', ms), 0)) AS between,
      if(others >= 4, n / (n + within / between), 1) AS w,
      -- Equal days have to stay equal whatever the order of the sums.
      round((me.3 - (w * me.5 + (1 - w) * centre)) / sqrt((8 * within + n * me.6) / (8 + n) + between * (1 - w)), 9) AS z
    FROM peer_group
    ARRAY JOIN mates AS me
    WHERE others >= 4 OR n >= 7
  ),
  kind_day AS (
    SELECT
      day,
      groupArray(z) AS zs,
      groupArray(person) AS who,
      groupArrayIf((person, x, z), x >= 200 AND day > logged[7]
        AND x >= 5 * greatest(middle, that_day, if(empty(their_middles), 0, arrayReduce('quantileExactInclusive(0.5)', their_middles)))) AS large,
      groupArrayArray(zs) OVER earlier AS pool,
      groupArrayArray(who) OVER earlier AS pool_who
    FROM residual
    GROUP BY kind, day
    WINDOW earlier AS (PARTITION BY kind ORDER BY day ROWS BETWEEN 28 PRECEDING AND 1 PRECEDING)
  )
SELECT person, day, observed, p_value
FROM (
  SELECT
    candidate.1 AS person, day, candidate.2 AS observed, candidate.3 AS z,
    arrayFilter((value, name) -> name != person, pool, pool_who) AS ranked,
    length(ranked) AS size,
    if(size = 0, 0, arrayReduce('quantileExactInclusive(0.99)', ranked)) AS edge,
    arrayFilter(value -> value > edge, ranked) AS beyond,
    greatest(1e-6, if(size >= 200 AND z > edge AND notEmpty(beyond),
      length(beyond) / size * exp((edge - z) / greatest(0.15, arrayAvg(beyond) - edge)),
      (1 + arrayCount(value -> value >= z, ranked)) / (1 + size))) AS p_value
  FROM kind_day
  ARRAY JOIN large AS candidate
  WHERE size >= 28
)
WHERE p_value <= 0.01
