-- What was written straight into the intake tables (see src/activity/direct): which days it touched, and how much.
-- One row an insert, kind of act and day. Kept for as long as somebody may ask how a source is doing.
CREATE TABLE IF NOT EXISTS arrival_row (
  at DateTime64(3, 'UTC'),
  source LowCardinality(String),
  activity LowCardinality(String),
  day Date,
  lines UInt64,
  expected UInt64,
  earliest DateTime64(3, 'UTC'),
  latest DateTime64(3, 'UTC'),
  future UInt64,
  late UInt64
) ENGINE = MergeTree
ORDER BY (at, source, activity, day)
TTL toDateTime(at) + INTERVAL 35 DAY
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
