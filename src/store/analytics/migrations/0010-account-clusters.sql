-- Accounts of the inference channel that act as one: what src/detect/clusters keeps.
--
-- What an account did on a day, in a size that does not grow with its calls: counts by hour, by power of two of
-- the tokens, and the most frequent models, addresses and prompt families. `families` are keys of prompt sketches that several
-- accounts share; `sample` are hashes of a quarter of all prompts there are, the same quarter for every account.
CREATE TABLE IF NOT EXISTS account_day_row (
  day Date, account String, calls UInt32, tokens_in UInt64, tokens_out UInt64,
  hours Array(UInt8), hour_calls Array(UInt32), ins Array(UInt8), in_calls Array(UInt32), outs Array(UInt8), out_calls Array(UInt32),
  models Array(LowCardinality(String)), model_calls Array(UInt32), addresses Array(String), address_calls Array(UInt32),
  families Array(UInt32), family_calls Array(UInt32), sketched UInt32, prompts UInt32, sample Array(UInt64),
  version UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(version, deleted)
PARTITION BY toYYYYMM(day)
ORDER BY (day, account)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- What each day was made from: where the activity says otherwise, the day is dirty. `judged` is 1 once clusters were
-- sought on what is there.
CREATE TABLE IF NOT EXISTS account_day_made_row (
  day Date, stored UInt64, newest_batch UInt64, judged UInt8, version UInt64
) ENGINE = ReplacingMergeTree(version) ORDER BY day
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- What groups of ordinary accounts were like on a day: what later days are compared with.
CREATE TABLE IF NOT EXISTS cluster_reference_row (
  day Date, kind LowCardinality(String), name String, figures Array(Float64), version UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(version, deleted) ORDER BY (day, kind, name)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- A cluster as it was judged on a day, and since when each account belongs to it.
CREATE TABLE IF NOT EXISTS account_cluster_row (
  cluster String, day Date, body String, version UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(version, deleted) ORDER BY (cluster, day)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS account_cluster_member_row (
  cluster String, account String, joined Date, certainty Float64, version UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(version, deleted) ORDER BY (cluster, account)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE VIEW IF NOT EXISTS account_day AS SELECT * EXCEPT (version, deleted) FROM account_day_row FINAL;

CREATE VIEW IF NOT EXISTS account_cluster AS SELECT cluster, day, body FROM account_cluster_row FINAL;

CREATE VIEW IF NOT EXISTS account_cluster_member AS
SELECT cluster, account, joined, certainty FROM account_cluster_member_row FINAL;

-- What somebody knows of accounts that no log tells: a payment, an organisation, a device; as a hash.
CREATE TABLE IF NOT EXISTS account_hint_row (
  account String, kind LowCardinality(String), value UInt64, batch UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(batch, deleted) ORDER BY (account, kind, value)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
