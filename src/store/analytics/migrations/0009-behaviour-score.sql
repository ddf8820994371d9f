-- How surprising each person's day was, in nats: the total, and the clocks it is the sum of. Only days that could be
-- judged; the newest version is what the model says now.
CREATE TABLE IF NOT EXISTS behaviour_score_row (
  person String, at Date, total Float64,
  day Float64, week Float64, month Float64, quarter Float64, drip Float64,
  version UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(version, deleted)
PARTITION BY toYYYYMM(at)
ORDER BY (at, person)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE VIEW IF NOT EXISTS behaviour_score AS
SELECT person, at, total, day, week, month, quarter, drip FROM behaviour_score_row FINAL
