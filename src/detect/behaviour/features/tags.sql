-- Under which names of experiments and runs a person called and read in a span, and who used each before and besides.
SELECT
  kind, name,
  minIf(hour, mine) AS firstUsed,
  maxIf(hour, mine) AS lastUsed,
  sumIf(acts, mine) AS requests,
  argMinIf(person, (hour, person), NOT mine) AS earliestOther,
  minOrNullIf(hour, NOT mine) AS earliestOtherUse,
  uniqExactIf(person, NOT mine) AS others
FROM (
  SELECT 'experiment' AS kind, toString(tag) AS name, toString(act.person) AS person, hour, sum(act.requests) AS acts,
    person = {person:String} AND hour >= {from:Date} AS mine_now, person = {person:String} AS mine
  FROM inference_hour AS act WHERE hour < {until:Date} AND tag != ''
  GROUP BY kind, name, person, hour
  UNION ALL
  SELECT 'run' AS kind, toString(run) AS name, toString(act.person) AS person, hour, sum(act.requests) AS acts,
    person = {person:String} AND hour >= {from:Date} AS mine_now, person = {person:String} AS mine
  FROM artifact_hour AS act WHERE hour < {until:Date} AND run != ''
  GROUP BY kind, name, person, hour
)
GROUP BY kind, name
HAVING max(mine_now)
ORDER BY requests DESC, kind, name
