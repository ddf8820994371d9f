-- Everything sent outside, whatever the standing of the destination: the register may be wrong.
SELECT
  toLowCardinality(toString(person)) AS person,
  hour,
  sum(bytes_out) AS egress
FROM flow_hour
WHERE hour >= {from:Date} AND hour < {until:Date} AND NOT is_internal AND bytes_out > 0
GROUP BY person, hour
