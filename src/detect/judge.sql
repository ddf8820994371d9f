-- Judges what one rule measured: every person and day against the person's own earlier days, their peers, and the
-- residuals of everybody else. Marks in angle brackets are filled in by judge.ts: the rule's SELECT, the roll-up of
-- its channel, and the days one value covers. Words: x a value, y = ln(1 + x/scale), n, m, v the number, mean and
-- variance of y over the baseline days, z the residual in standard deviations. Each step below is read once; few long
-- ones, because planning a step costs the engine as much as running it.
WITH
  measured AS (
<MEASURED>
  ),
  logged AS (
    SELECT day, row_number() OVER (ORDER BY day) AS ordinal
    -- Whatever a rebuild moved from one person to another, the day stays logged: no need to merge versions first.
    FROM (SELECT DISTINCT toDate(hour) AS day FROM <ROLL_UP>_row WHERE NOT deleted AND hour >= {since:Date} AND hour < {until:Date})
  ),
  -- Whom the logs name and the directory does not is a person too, from the first act on; whom only the directory names
  -- is one with zeros, and each of them a person of their own.
  member AS (
    SELECT
      if(person.kind = '', rolled.person, person.person) AS person,
      role,
      if(person.kind = '', 'human', person.kind) AS kind,
      if(person.kind = '', first_day, hired) AS first_employed,
      if(person.kind = '', toDate('2100-01-01'), left) AS last_employed
    FROM (
      SELECT toString(person) AS person, min(toDate(hour)) AS first_day
      FROM <ROLL_UP> WHERE hour >= {since:Date} AND hour < {until:Date} GROUP BY person
    ) AS rolled
    FULL JOIN person ON person.person = rolled.person
  ),
  -- Dense: a day of employment without activity is a zero, not a gap.
  histories AS (
    SELECT
      person, role, kind,
      arraySort(entry -> entry.1, groupArray((day, ordinal, observed, first_activity, last_activity, assets, facts))) AS entries,
      entries.3 AS xs,
      arrayMap(x -> log1p(x / {scale:Float64}), xs) AS ys
    FROM (
      SELECT person, role, kind, day, ordinal FROM member CROSS JOIN logged
      WHERE day >= first_employed AND day <= last_employed
    ) AS employed
    LEFT JOIN measured USING (person, day)
    GROUP BY person, role, kind
  ),
  -- The newest own day compared with lies two weeks back, nearer only while that would leave less than a week, and
  -- never inside the window judged: a theft of two weeks does not become its own habit.
  own AS (
    SELECT
      person, role, kind, entry, y,
      greatest(0, toInt32(i) - 1 - greatest(<WINDOW> - 1, least(13, toInt32(i) - 8))) AS newest,
      least(42, newest) AS n,
      arraySlice(xs, newest - n + 1, n) AS own_xs,
      arraySlice(ys, newest - n + 1, n) AS own_ys,
      if(n = 0, 0, arrayAvg(own_ys)) AS m,
      if(n < 2, 0, arrayReduce('varSamp', own_ys)) AS v,
      if(n = 0, 0, arrayReduce('quantileExactInclusive(0.5)', own_xs)) AS own_median,
      if(n = 0, 0, arrayMax(own_xs)) AS own_most
    FROM histories
    ARRAY JOIN entries AS entry, ys AS y, arrayEnumerate(entries) AS i
  ),
  -- What its members share, once a group: copied beside each of them first, it was most of the time of a pass.
  roles AS (
    SELECT
      entry.1 AS day, kind, role,
      groupArray((person, entry, y, n, m, v, own_median)) AS members,
      groupArrayIf((person, m, v, own_median, own_most), n >= 5) AS of_role,
      groupArrayArray(of_role) OVER same_kind AS of_kind,
      groupArray(entry.3) AS xs_of_role,
      groupArrayArray(xs_of_role) OVER same_kind AS xs_of_kind
    FROM own
    GROUP BY day, kind, role
    WINDOW same_kind AS (PARTITION BY day, kind)
  ),
  groups AS (
    SELECT
      day, kind, members,
      role != '' AND length(members) >= {leastPeers:UInt16} AS by_role,
      if(by_role, role, '') AS peer_role,
      if(by_role, of_role, of_kind) AS compared,
      if(by_role, xs_of_role, xs_of_kind) AS xs_today,
      -- What half of the peers do on the same day, e.g. before a deadline. Half a role does not steal.
      if(length(xs_today) >= {leastPeers:UInt16}, arrayReduce('quantileExactInclusive(0.5)', xs_today), 0) AS same_day_median
    FROM roles
  ),
  residuals AS (
    SELECT
      kind, day, peer_role, same_day_median,
      member.1 AS person, member.2 AS entry, member.3 AS y, member.4 AS n, member.5 AS m, member.6 AS v, member.7 AS own_median,
      arrayFilter(peer -> peer.1 != person, compared) AS others,
      length(others) AS peer_count,
      if(empty(others), 0, arrayReduce('quantileExactInclusive(0.5)', others.2)) AS peer_mean,
      if(empty(others), 0, arrayReduce('quantileExactInclusive(0.5)', others.4)) AS peer_median,
      arrayMax(others.5) AS peer_most,
      greatest(0.1, if(peer_count >= 3, arrayAvg(others.3), v)) AS within,
      if(peer_count = 0, 0, 1.4826 * arrayReduce('quantileExactInclusive(0.5)', arrayMap(mean -> abs(mean - peer_mean), others.2))) AS mad,
      greatest(0.05, mad * mad, if(peer_count > 1, 0.25 * arrayReduce('varSamp', others.2), 0)) AS between,
      -- Partial pooling: the more own days, and the more peers differ among themselves, the more the person's own mean
      -- counts. A new hire has n = 0 and is judged by the peers alone.
      if(peer_count >= 4, n / (n + within / between), 1) AS own_weight,
      -- Sums come in no fixed order. Rounded, people with equal days stay equal, and a rank is the same at every run.
      round(
        (y - (own_weight * m + (1 - own_weight) * peer_mean))
          / sqrt((8 * within + n * v) / (8 + n) + between * (1 - own_weight)), 9) AS z
    FROM groups
    ARRAY JOIN members AS member
    WHERE peer_count >= 4 OR n >= 7
  ),
  -- Each day with what was found that day, and the residuals of the 28 logged days before the window.
  pools AS (
    SELECT
      day,
      groupArray(z) AS zs,
      groupArray(cityHash64(person)) AS keys,
      groupArrayIf(
        (person, entry, n, own_median, peer_count, peer_role, peer_median, z, peer_most),
        day >= {from:Date} AND day < {until:Date} AND entry.2 > {leastHistory:UInt16}
          AND entry.3 >= {floor:Float64} AND entry.3 >= {multiplier:Float64} * greatest(own_median, peer_median, same_day_median)
      ) AS found_that_day,
      groupArrayArray(zs) OVER earlier AS pool,
      groupArrayArray(keys) OVER earlier AS pool_keys
    FROM residuals
    GROUP BY kind, day
    WINDOW earlier AS (PARTITION BY kind ORDER BY day ROWS BETWEEN 28 PRECEDING AND <WINDOW> PRECEDING)
  ),
  judged AS (
    SELECT
      day, found,
      found.8 AS z,
      -- Other people's: nobody is ranked among their own days.
      arrayFilter((other, key) -> key != cityHash64(found.1), pool, pool_keys) AS others,
      length(others) AS pool_size,
      if(pool_size = 0, 0, arrayReduce('quantileExactInclusive(0.99)', others)) AS edge,
      arrayFilter(other -> other > edge, others) AS beyond,
      -- A rank among few values cannot be small; beyond the 99th percentile of many, an exponential end carries on.
      greatest(1e-6, if(
        pool_size >= {tailFrom:UInt32} AND z > edge AND notEmpty(beyond),
        length(beyond) / pool_size * exp(-(z - edge) / greatest(0.15, arrayAvg(arrayMap(other -> other - edge, beyond)))),
        (1 + arrayCount(other -> other >= z, others)) / (1 + pool_size)
      )) AS p_value
    FROM pools
    ARRAY JOIN found_that_day AS found
    WHERE pool_size >= {leastPool:UInt32}
  )
SELECT
  found.1 AS person,
  day,
  found.2.3 AS observed,
  found.2.4 AS first_activity,
  found.2.5 AS last_activity,
  found.2.6 AS assets,
  found.2.7 AS facts,
  found.3 AS own_days,
  found.4 AS own_median,
  found.5 AS peers,
  found.6 AS peer_role,
  found.7 AS peer_median,
  z,
  found.9 AS peer_most,
  p_value
FROM judged
WHERE p_value <= {largestP:Float64}
ORDER BY day, person
