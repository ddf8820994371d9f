-- Roll-ups: activity by person and hour (UTC), rebuilt for whole days where activity or the directory changed.
-- A rebuild writes every key it found with a new version, and marks the keys that are gone as deleted.
-- The statements that fill these tables are in src/activity/roll-ups/.

CREATE TABLE IF NOT EXISTS inference_hour_row (
  hour DateTime('UTC'), person LowCardinality(String), endpoint LowCardinality(String), model LowCardinality(String),
  tag LowCardinality(String), asset LowCardinality(String),
  requests UInt64, failed UInt64, logprob_requests UInt64,
  tokens_in UInt64, tokens_out UInt64, logprob_tokens UInt64,
  version UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(version, deleted)
PARTITION BY toYYYYMM(hour)
ORDER BY (toDate(hour), person, hour, endpoint, model, tag)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS artifact_hour_row (
  hour DateTime('UTC'), person LowCardinality(String), registry LowCardinality(String), run LowCardinality(String),
  path String, file String, operation LowCardinality(String), asset LowCardinality(String), is_weights UInt8,
  requests UInt64, failed UInt64, bytes UInt64, largest UInt64,
  version UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(version, deleted)
PARTITION BY toYYYYMM(hour)
ORDER BY (toDate(hour), person, hour, registry, run, path, file, operation)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS object_hour_row (
  hour DateTime('UTC'), person LowCardinality(String), bucket LowCardinality(String), prefix String,
  operation LowCardinality(String), asset LowCardinality(String),
  requests UInt64, failed UInt64, objects UInt64, bytes UInt64,
  version UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(version, deleted)
PARTITION BY toYYYYMM(hour)
ORDER BY (toDate(hour), person, hour, bucket, prefix, operation)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS flow_hour_row (
  hour DateTime('UTC'), person LowCardinality(String), destination String, dst_ip String,
  tunnel LowCardinality(String), is_internal UInt8,
  flows UInt64, bytes_out UInt64, bytes_in UInt64, duration_s UInt64,
  version UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(version, deleted)
PARTITION BY toYYYYMM(hour)
ORDER BY (toDate(hour), person, hour, destination, dst_ip, tunnel)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- Signals: what detectors write. `id` is a hash of rule, person and window.
CREATE TABLE IF NOT EXISTS signal_row (
  id String, rule LowCardinality(String), rule_version UInt32, person LowCardinality(String),
  channel LowCardinality(String), assets Array(String),
  window_start DateTime('UTC'), window_end DateTime('UTC'),
  first_activity DateTime64(3, 'UTC'), last_activity DateTime64(3, 'UTC'), raised_at DateTime('UTC'),
  measure LowCardinality(String), unit LowCardinality(String),
  observed Float64, expected_self Nullable(Float64), expected_peers Nullable(Float64), peers String,
  p_value Float64, evidence Float64, sentence String, severity LowCardinality(String), techniques String,
  version UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(version, deleted)
ORDER BY (person, rule, window_start, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
