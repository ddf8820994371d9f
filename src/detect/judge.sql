-- Judges what one rule measured: every person and day against the person's own earlier days, their peers, and the
-- residuals of everybody else. Marks in angle brackets are filled in by judge.ts: the rule's SELECT, the roll-up of
-- its channel, and the days one value covers. Words: x a value, y = ln(1 + x/scale), n, m, v the number, mean and
-- variance of y over the baseline days, z the residual in standard deviations.
SELECT
  person,
  day,
  found.2 AS observed,
  found.3 AS first_activity,
  found.4 AS last_activity,
  found.5 AS assets,
  found.6 AS facts,
  found.7 AS own_days,
  found.8 AS own_median,
  found.9 AS peers,
  found.10 AS peer_role,
  found.11 AS peer_median,
  found.12 AS z,
  found.13 AS peer_most,
  p_value
FROM (
  SELECT
    day,
    found,
    found.1 AS person,
    arrayFilter((other, key) -> key != cityHash64(person), pool, pool_keys) AS others,
    arrayReduce('quantileExactInclusive(0.99)', others) AS edge,
    arrayMap(other -> other - edge, arrayFilter(other -> other > edge, others)) AS excesses,
    arrayCount(other -> other >= found.12, others) AS at_least,
    -- A rank among few values cannot be small; beyond the 99th percentile of many, an exponential end carries on.
    greatest(1e-6, if(
      length(others) >= {tailFrom:UInt32} AND found.12 > edge AND notEmpty(excesses),
      length(excesses) / length(others) * exp(-(found.12 - edge) / greatest(0.15, arrayAvg(excesses))),
      (1 + at_least) / (1 + length(others))
    )) AS p_value
  FROM (
    SELECT
      day,
      found_that_day,
      -- Other people's residuals of the 28 logged days before the window.
      groupArrayArray(residuals) OVER earlier AS pool,
      groupArrayArray(keys) OVER earlier AS pool_keys
    FROM (
      SELECT
        kind,
        day,
        groupArray(z) AS residuals,
        groupArray(cityHash64(person)) AS keys,
        groupArrayIf(
          (toString(person), x, first_activity, last_activity, assets, facts, n, own_median, peer_count, peer_role, peer_median, z, peer_most),
          day >= {from:Date} AND day < {until:Date} AND ordinal > {leastHistory:UInt16}
            AND x >= {floor:Float64} AND x >= {multiplier:Float64} * greatest(own_median, peer_median, same_day_median)
        ) AS found_that_day
      FROM (
        SELECT
          *,
          -- Partial pooling: the more own days, and the more peers differ among themselves, the more the person's
          -- own mean counts. A new hire has n = 0 and is judged by the peers alone.
          greatest(0.05, if(peer_count >= 3, arrayAvg(peer_variances), v)) AS within,
          greatest(0.05, pow(1.4826 * peer_spread, 2), 0.25 * if(peer_count > 1, arrayReduce('varSamp', peer_means), 0)) AS between,
          if(peer_count >= 4, n / (n + within / between), 1) AS own_weight,
          own_weight * m + (1 - own_weight) * peer_mean AS expected,
          (8 * within + n * v) / (8 + n) + between * (1 - own_weight) AS variance,
          (y - expected) / sqrt(variance) AS z,
          -- What half of the peers do on the same day, e.g. before a deadline. Half a role does not steal.
          if(
            by_role,
            quantileExactInclusive(0.5)(x) OVER (PARTITION BY day, kind, peer_role),
            if(kind_size >= {leastPeers:UInt16}, quantileExactInclusive(0.5)(x) OVER (PARTITION BY day, kind), 0)
          ) AS same_day_median
        FROM (
          SELECT
            person, kind, day, ordinal, x, y, first_activity, last_activity, assets, facts, n, m, v, own_median, own_most,
            count() OVER (PARTITION BY day, kind, role) AS role_size,
            count() OVER (PARTITION BY day, kind) AS kind_size,
            role_size >= {leastPeers:UInt16} AND role != '' AS by_role,
            if(by_role, role, '') AS peer_role,
            groupArrayIf((toString(person), m, v, own_median, own_most), n >= 5) OVER (PARTITION BY day, kind, role) AS same_role,
            groupArrayIf((toString(person), m, v, own_median, own_most), n >= 5) OVER (PARTITION BY day, kind) AS same_kind,
            arrayFilter(peer -> peer.1 != person, if(by_role, same_role, same_kind)) AS peers,
            length(peers) AS peer_count,
            peers.2 AS peer_means,
            peers.3 AS peer_variances,
            if(peer_count = 0, 0, arrayReduce('quantileExactInclusive(0.5)', peer_means)) AS peer_mean,
            if(peer_count = 0, 0, arrayReduce('quantileExactInclusive(0.5)', arrayMap(mean -> abs(mean - peer_mean), peer_means))) AS peer_spread,
            if(peer_count = 0, 0, arrayReduce('quantileExactInclusive(0.5)', peers.4)) AS peer_median,
            arrayMax(peers.5) AS peer_most
          FROM (
            SELECT
              person, role, kind,
              history.1 AS day, history.2 AS ordinal, history.3 AS x, history.4 AS first_activity,
              history.5 AS last_activity, history.6 AS assets, history.7 AS facts,
              y, n,
              if(n = 0, 0, arrayAvg(own_ys)) AS m,
              if(n < 2, 0, arrayReduce('varSamp', own_ys)) AS v,
              if(n = 0, 0, arrayReduce('quantileExactInclusive(0.5)', own_xs)) AS own_median,
              if(n = 0, 0, arrayMax(own_xs)) AS own_most
            FROM (
              SELECT
                person, role, kind,
                arraySort(grid_row -> grid_row.1, groupArray((day, ordinal, observed, first_activity, last_activity, assets, facts))) AS histories,
                arrayMap(grid_row -> grid_row.3, histories) AS xs,
                arrayMap(x -> log1p(x / {scale:Float64}), xs) AS ys,
                -- The newest own day compared with lies two weeks back, nearer only while that would leave less than
                -- a week, and never inside the window judged: a theft of two weeks does not become its own habit.
                arrayMap(i -> greatest(0, toInt32(i) - 1 - greatest(<WINDOW> - 1, least(13, toInt32(i) - 8))), arrayEnumerate(xs)) AS newest,
                arrayMap(i -> least(42, i), newest) AS lengths,
                arrayMap((last, days) -> arraySlice(xs, last - days + 1, days), newest, lengths) AS own_xs_by_day,
                arrayMap((last, days) -> arraySlice(ys, last - days + 1, days), newest, lengths) AS own_ys_by_day
              FROM (
                SELECT person, role, kind, day, ordinal, observed, first_activity, last_activity, assets, facts
                FROM (
                  SELECT person, role, kind, day, ordinal
                  FROM (
                    SELECT
                      rolled.person AS person, role,
                      if(person.kind = '', 'human', person.kind) AS kind,
                      if(person.kind = '', first_day, hired) AS first_employed,
                      if(person.kind = '', toDate('2100-01-01'), left) AS last_employed
                    FROM (
                      SELECT toString(person) AS person, min(toDate(hour)) AS first_day
                      FROM <ROLL_UP> WHERE hour >= {since:Date} AND hour < {until:Date} GROUP BY person
                    ) AS rolled
                    FULL JOIN person ON person.person = rolled.person
                  ) AS member
                  CROSS JOIN (
                    SELECT day, row_number() OVER (ORDER BY day) AS ordinal
                    FROM (SELECT DISTINCT toDate(hour) AS day FROM <ROLL_UP> WHERE hour >= {since:Date} AND hour < {until:Date})
                  ) AS logged
                  WHERE day >= first_employed AND day <= last_employed
                ) AS grid
                LEFT JOIN (
<MEASURED>
                ) AS measured USING (person, day)
              )
              GROUP BY person, role, kind
            )
            ARRAY JOIN histories AS history, ys AS y, lengths AS n, own_xs_by_day AS own_xs, own_ys_by_day AS own_ys
          )
        )
        WHERE peer_count >= 4 OR n >= 7
      )
      GROUP BY kind, day
    )
    WINDOW earlier AS (PARTITION BY kind ORDER BY day ROWS BETWEEN 28 PRECEDING AND <WINDOW> PRECEDING)
  )
  ARRAY JOIN found_that_day AS found
)
WHERE p_value <= {largestP:Float64} AND length(others) >= {leastPool:UInt32}
ORDER BY day, person
