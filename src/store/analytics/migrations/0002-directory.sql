-- The directory: who people are, which accounts and addresses were theirs when, what is worth stealing.
-- Rows are keyed by what identifies them; `origin` is the file that said so, and a row which that file no
-- longer holds is marked deleted. Open ends are the year 2100.

CREATE TABLE IF NOT EXISTS person_row (
  person String, name String, team LowCardinality(String), role LowCardinality(String),
  kind LowCardinality(String), time_zone LowCardinality(String), hired Date, left Date,
  origin String, batch UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(batch, deleted) ORDER BY person
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS account_row (
  account String, system LowCardinality(String), person String,
  from DateTime64(3, 'UTC'), to DateTime64(3, 'UTC'),
  origin String, batch UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(batch, deleted) ORDER BY (account, system, from)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS lease_row (
  ip String, person String, from DateTime64(3, 'UTC'), to DateTime64(3, 'UTC'),
  origin String, batch UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(batch, deleted) ORDER BY (ip, from)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS staff_row (
  person String, kind LowCardinality(String), effective DateTime64(3, 'UTC'), detail String,
  origin String, batch UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(batch, deleted) ORDER BY (person, kind, effective)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS asset_row (
  asset String, kind LowCardinality(String), sensitivity LowCardinality(String),
  bytes UInt64, project LowCardinality(String),
  origin String, batch UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(batch, deleted) ORDER BY asset
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- kind: registry (path prefix), bucket (bucket/prefix), endpoint (host, path or host/path prefix), model (name)
CREATE TABLE IF NOT EXISTS asset_pattern_row (
  kind LowCardinality(String), pattern String, asset String,
  origin String, batch UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(batch, deleted) ORDER BY (kind, pattern)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS destination_row (
  address String, name String, standing LowCardinality(String),
  origin String, batch UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(batch, deleted) ORDER BY address
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- Days whose roll-ups are stale although no activity arrived: somebody's lease, account or asset changed.
CREATE TABLE IF NOT EXISTS dirty_row (
  activity LowCardinality(String), day Date, batch UInt64
) ENGINE = ReplacingMergeTree(batch) ORDER BY (activity, day)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE VIEW IF NOT EXISTS person AS SELECT person, name, team, role, kind, time_zone, hired, left FROM person_row FINAL;
CREATE VIEW IF NOT EXISTS account AS SELECT account, system, person, from, to FROM account_row FINAL;
CREATE VIEW IF NOT EXISTS lease AS SELECT ip, person, from, to FROM lease_row FINAL;
CREATE VIEW IF NOT EXISTS staff AS SELECT person, kind, effective, detail FROM staff_row FINAL;
CREATE VIEW IF NOT EXISTS asset AS SELECT asset, kind, sensitivity, bytes, project FROM asset_row FINAL;
CREATE VIEW IF NOT EXISTS asset_pattern AS SELECT kind, pattern, asset FROM asset_pattern_row FINAL;
CREATE VIEW IF NOT EXISTS destination AS SELECT address, name, standing FROM destination_row FINAL;

-- Validity in milliseconds, both ends included. A lease or account ends at the latest when the next one for
-- the same address or login begins: an address has one holder at a time.
CREATE VIEW IF NOT EXISTS lease_range AS
SELECT ip, person,
  toUnixTimestamp64Milli(from) AS valid_from,
  least(toUnixTimestamp64Milli(to),
        leadInFrame(toUnixTimestamp64Milli(from), 1, 4102444800000)
          OVER (PARTITION BY ip ORDER BY from ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)) - 1 AS valid_to
FROM lease;

CREATE VIEW IF NOT EXISTS account_range AS
SELECT account, system, person,
  toUnixTimestamp64Milli(from) AS valid_from,
  least(toUnixTimestamp64Milli(to),
        leadInFrame(toUnixTimestamp64Milli(from), 1, 4102444800000)
          OVER (PARTITION BY account, system ORDER BY from ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)) - 1 AS valid_to
FROM account;

-- A login of which every system says the same person also answers where the system is not known ('').
CREATE VIEW IF NOT EXISTS account_anywhere AS
SELECT login AS account, '' AS system, holder AS person, since AS valid_from, until AS valid_to
FROM (
  SELECT account AS login, any(person) AS holder, min(valid_from) AS since, max(valid_to) AS until
  FROM account_range
  GROUP BY account
  HAVING uniqExact(person) = 1 AND countIf(system = '') = 0
);

CREATE VIEW IF NOT EXISTS account_lookup AS
SELECT account, system, person, valid_from, valid_to FROM account_range
UNION ALL
SELECT account, system, person, valid_from, valid_to FROM account_anywhere;

CREATE DICTIONARY IF NOT EXISTS lease_holder (ip String, valid_from Int64, valid_to Int64, person String)
PRIMARY KEY ip
SOURCE(CLICKHOUSE(TABLE 'lease_range' DB 'weighbridge'))
LAYOUT(COMPLEX_KEY_RANGE_HASHED(range_lookup_strategy 'max'))
RANGE(MIN valid_from MAX valid_to)
LIFETIME(0);

CREATE DICTIONARY IF NOT EXISTS account_holder (account String, system String, valid_from Int64, valid_to Int64, person String)
PRIMARY KEY account, system
SOURCE(CLICKHOUSE(TABLE 'account_lookup' DB 'weighbridge'))
LAYOUT(COMPLEX_KEY_RANGE_HASHED(range_lookup_strategy 'max'))
RANGE(MIN valid_from MAX valid_to)
LIFETIME(0);

CREATE DICTIONARY IF NOT EXISTS destination_standing (address String, name String, standing String)
PRIMARY KEY address
SOURCE(CLICKHOUSE(TABLE 'destination' DB 'weighbridge'))
LAYOUT(COMPLEX_KEY_HASHED())
LIFETIME(0);
