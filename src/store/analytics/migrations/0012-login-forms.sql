-- Logs call people x, x@example.com or EXAMPLE\x, or by an ARN that ends in x; the directory by one of these. A login of
-- which nobody says whose it is belongs to the one person whose name is the same but for that. Where two are, to neither.
CREATE VIEW IF NOT EXISTS login_seen AS
SELECT DISTINCT login FROM (
  SELECT DISTINCT toString(account) AS login FROM inference_row
  UNION ALL SELECT DISTINCT toString(account) AS login FROM artifact_row
  UNION ALL SELECT DISTINCT toString(account) AS login FROM object_row
  UNION ALL SELECT DISTINCT toString(account) AS login FROM flow_row
  UNION ALL SELECT DISTINCT toString(account) AS login FROM flow_counter_row
  UNION ALL SELECT DISTINCT toString(account) AS login FROM web_row
  UNION ALL SELECT DISTINCT toString(account) AS login FROM session_row
)
WHERE login != '';

CREATE VIEW IF NOT EXISTS account_by_form AS
SELECT login AS account, '' AS system, holder AS person, toInt64(0) AS valid_from, toInt64(4102444800000) AS valid_to
FROM (
  SELECT login, any(known) AS holder
  FROM (
    SELECT login, lower(splitByChar('\\', splitByChar('@', replaceRegexpOne(login, '^arn:.*/', ''))[1])[-1]) AS bare
    FROM login_seen
    WHERE login NOT IN (SELECT person FROM person_row FINAL) AND login NOT IN (SELECT account FROM account_row FINAL)
  ) AS seen
  INNER JOIN (
    SELECT person AS known, lower(splitByChar('\\', splitByChar('@', person)[1])[-1]) AS bare FROM person_row FINAL
  ) AS people USING (bare)
  WHERE bare != ''
  GROUP BY login
  HAVING uniqExact(known) = 1
);

CREATE OR REPLACE VIEW account_lookup AS
SELECT account, system, person, valid_from, valid_to FROM account_range
UNION ALL
SELECT account, system, person, valid_from, valid_to FROM account_anywhere
UNION ALL
SELECT account, system, person, valid_from, valid_to FROM account_by_form
