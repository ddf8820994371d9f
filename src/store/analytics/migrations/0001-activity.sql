-- Activity: one table per kind of act, never edited. `X_row` is what is stored; the view `X` (see
-- 0004-views.sql) is what everybody reads: each row once, with the person who stood behind it.
--
-- The order collapses a row that arrives twice: event_id is a hash of source, input, offset and line.
-- Parts wait until 16 of a size can be merged together: merging five by five, the default, costs a bulk load one
-- seventh of its time (measured on 13 blocks of 64 MiB).
--
-- `batch` numbers the intake block that wrote the row; days holding a batch newer than the roll-ups'
-- watermark are dirty.

CREATE TABLE IF NOT EXISTS inference_row (
  time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  source LowCardinality(String),
  system LowCardinality(String),
  account LowCardinality(String),
  src_ip LowCardinality(String),
  endpoint LowCardinality(String),
  model LowCardinality(String),
  tokens_in UInt32,
  tokens_out UInt32,
  logprobs UInt16,
  logit_bias UInt16,
  temperature Nullable(Float32),
  max_tokens UInt32,
  stream Bool,
  status UInt16,
  latency_ms UInt32,
  tag LowCardinality(String),
  prompt_sketch String,
  event_id UInt128 CODEC(NONE),
  input UInt64 CODEC(ZSTD(1)),
  offset UInt64 CODEC(ZSTD(1)),
  batch UInt64 CODEC(ZSTD(1)),
  INDEX batch_range batch TYPE minmax GRANULARITY 1
) ENGINE = ReplacingMergeTree(batch)
PARTITION BY toYYYYMM(time)
ORDER BY (toDate(time), account, time, event_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, merge_selector_base = 16;

CREATE TABLE IF NOT EXISTS artifact_row (
  time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  source LowCardinality(String),
  system LowCardinality(String),
  account LowCardinality(String),
  src_ip LowCardinality(String),
  registry LowCardinality(String),
  model LowCardinality(String),
  version LowCardinality(String),
  run LowCardinality(String),
  path String,
  file String,
  bytes UInt64,
  operation LowCardinality(String),
  status UInt16,
  event_id UInt128 CODEC(NONE),
  input UInt64 CODEC(ZSTD(1)),
  offset UInt64 CODEC(ZSTD(1)),
  batch UInt64 CODEC(ZSTD(1)),
  INDEX batch_range batch TYPE minmax GRANULARITY 1
) ENGINE = ReplacingMergeTree(batch)
PARTITION BY toYYYYMM(time)
ORDER BY (toDate(time), account, time, event_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, merge_selector_base = 16;

CREATE TABLE IF NOT EXISTS object_row (
  time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  source LowCardinality(String),
  system LowCardinality(String),
  account LowCardinality(String),
  src_ip LowCardinality(String),
  bucket LowCardinality(String),
  key String,
  prefix String,
  operation LowCardinality(String),
  objects UInt64,
  bytes UInt64,
  status UInt16,
  event_id UInt128 CODEC(NONE),
  input UInt64 CODEC(ZSTD(1)),
  offset UInt64 CODEC(ZSTD(1)),
  batch UInt64 CODEC(ZSTD(1)),
  INDEX batch_range batch TYPE minmax GRANULARITY 1
) ENGINE = ReplacingMergeTree(batch)
PARTITION BY toYYYYMM(time)
ORDER BY (toDate(time), account, time, event_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, merge_selector_base = 16;

CREATE TABLE IF NOT EXISTS flow_row (
  time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  source LowCardinality(String),
  system LowCardinality(String),
  account LowCardinality(String),
  src_ip LowCardinality(String),
  dst_ip String,
  dst_port UInt16,
  dst_name String,
  protocol LowCardinality(String),
  bytes_out UInt64,
  bytes_in UInt64,
  duration_s UInt32,
  tunnel LowCardinality(String),
  event_id UInt128 CODEC(NONE),
  input UInt64 CODEC(ZSTD(1)),
  offset UInt64 CODEC(ZSTD(1)),
  batch UInt64 CODEC(ZSTD(1)),
  INDEX batch_range batch TYPE minmax GRANULARITY 1
) ENGINE = ReplacingMergeTree(batch)
PARTITION BY toYYYYMM(time)
ORDER BY (toDate(time), src_ip, time, event_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, merge_selector_base = 16;

-- A line that did not become activity, with the reason. One row a line, however often it is read.
CREATE TABLE IF NOT EXISTS reject_row (
  source LowCardinality(String),
  input UInt64,
  file LowCardinality(String),
  offset UInt64,
  reason LowCardinality(String),
  line String CODEC(ZSTD(3)),
  line_bytes UInt64,
  event_id UInt128,
  batch UInt64
) ENGINE = ReplacingMergeTree(batch)
ORDER BY (input, offset, event_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- Which file an input was when it was last taken: with `offset` it leads from a row back to its line.
CREATE TABLE IF NOT EXISTS input_row (
  input UInt64, source LowCardinality(String), file String, batch UInt64
) ENGINE = ReplacingMergeTree(batch) ORDER BY (input, source)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
