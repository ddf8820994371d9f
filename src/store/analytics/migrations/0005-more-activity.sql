-- Proxied web requests, logins and leases, and readings of counters; and rejects that are no fault.

CREATE TABLE IF NOT EXISTS web_row (
  time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  source LowCardinality(String),
  system LowCardinality(String),
  account LowCardinality(String),
  src_ip LowCardinality(String),
  host LowCardinality(String),
  category LowCardinality(String),
  method LowCardinality(String),
  bytes_out UInt64,
  bytes_in UInt64,
  verdict LowCardinality(String),
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

CREATE TABLE IF NOT EXISTS session_row (
  time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  source LowCardinality(String),
  system LowCardinality(String),
  account LowCardinality(String),
  src_ip LowCardinality(String),
  how LowCardinality(String),
  ip LowCardinality(String),
  device LowCardinality(String),
  started Nullable(DateTime64(3, 'UTC')),
  ended Nullable(DateTime64(3, 'UTC')),
  outcome LowCardinality(String),
  event_id UInt128 CODEC(NONE),
  input UInt64 CODEC(ZSTD(1)),
  offset UInt64 CODEC(ZSTD(1)),
  batch UInt64 CODEC(ZSTD(1)),
  INDEX batch_range batch TYPE minmax GRANULARITY 1
) ENGINE = ReplacingMergeTree(batch)
PARTITION BY toYYYYMM(time)
ORDER BY (toDate(time), account, time, event_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, merge_selector_base = 16;

-- In the order in which readings of one counter are compared. bytes_out and bytes_in are what the counter showed.
CREATE TABLE IF NOT EXISTS flow_counter_row (
  time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  source LowCardinality(String),
  system LowCardinality(String),
  account LowCardinality(String),
  src_ip LowCardinality(String),
  counter String,
  since Nullable(DateTime64(3, 'UTC')),
  dst_ip String,
  dst_port UInt16,
  dst_name String,
  protocol LowCardinality(String),
  bytes_out UInt64,
  bytes_in UInt64,
  tunnel LowCardinality(String),
  event_id UInt128 CODEC(NONE),
  input UInt64 CODEC(ZSTD(1)),
  offset UInt64 CODEC(ZSTD(1)),
  batch UInt64 CODEC(ZSTD(1)),
  INDEX batch_range batch TYPE minmax GRANULARITY 1
) ENGINE = ReplacingMergeTree(batch)
PARTITION BY toYYYYMM(time)
ORDER BY (source, counter, time, event_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, merge_selector_base = 16;

CREATE VIEW IF NOT EXISTS web AS
SELECT time, source, system, account, coalesce(
    nullIf(dictGetOrDefault('weighbridge.account_holder', 'person', (toString(account), toString(system)), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(dictGetOrDefault('weighbridge.account_holder', 'person', (toString(account), ''), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(dictGetOrDefault('weighbridge.lease_holder', 'person', tuple(toString(src_ip)), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(toString(account), ''),
    concat('ip:', src_ip)) AS person, src_ip, event_id, host, category, method, bytes_out, bytes_in, verdict, status,
  hex(input) AS input, offset
FROM web_row FINAL;

CREATE VIEW IF NOT EXISTS session AS
SELECT time, source, system, account, coalesce(
    nullIf(dictGetOrDefault('weighbridge.account_holder', 'person', (toString(account), toString(system)), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(dictGetOrDefault('weighbridge.account_holder', 'person', (toString(account), ''), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(dictGetOrDefault('weighbridge.lease_holder', 'person', tuple(toString(src_ip)), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(toString(account), ''),
    concat('ip:', src_ip)) AS person, src_ip, event_id, how, ip, device, started, ended, outcome,
  hex(input) AS input, offset
FROM session_row FINAL;

-- What flowed since the reading before: the difference, or all of it where the counter was set back meanwhile or is
-- known to have begun since. A first reading of unknown beginning only says where the next one begins.
CREATE VIEW IF NOT EXISTS flow_counter AS
SELECT time, source, system, account, coalesce(
    nullIf(dictGetOrDefault('weighbridge.account_holder', 'person', (toString(account), toString(system)), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(dictGetOrDefault('weighbridge.account_holder', 'person', (toString(account), ''), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(dictGetOrDefault('weighbridge.lease_holder', 'person', tuple(toString(src_ip)), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(toString(account), ''),
    concat('ip:', src_ip)) AS person, src_ip, event_id, counter, since, dst_ip, dst_port, dst_name, protocol,
  toUInt64(multiIf(is_first, if(isNull(since), 0, shown_out), was_reset, shown_out, minus(shown_out, before_out)::UInt64)) AS bytes_out,
  toUInt64(multiIf(is_first, if(isNull(since), 0, shown_in), was_reset, shown_in, minus(shown_in, before_in)::UInt64)) AS bytes_in,
  toUInt32(greatest(0, dateDiff('second', if(is_first, coalesce(since, time), before_time), time))) AS duration_s,
  tunnel, shown_out, shown_in, hex(input) AS input, offset
FROM (
  SELECT *, bytes_out AS shown_out, bytes_in AS shown_in,
    lagInFrame(time, 1, toDateTime64(0, 3, 'UTC')) OVER readings AS before_time,
    lagInFrame(bytes_out, 1, 0) OVER readings AS before_out,
    lagInFrame(bytes_in, 1, 0) OVER readings AS before_in,
    before_time = toDateTime64(0, 3, 'UTC') AS is_first,
    shown_out < before_out OR shown_in < before_in AS was_reset
  FROM flow_counter_row FINAL
  WINDOW readings AS (PARTITION BY source, counter ORDER BY time, event_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
);

ALTER TABLE reject_row ADD COLUMN IF NOT EXISTS expected UInt8 DEFAULT 0;

CREATE OR REPLACE VIEW reject AS
SELECT source, file, offset, reason, toValidUTF8(line) AS line, line_bytes, hex(input) AS input FROM reject_row FINAL
WHERE NOT expected;

-- Lines that are no fault and no act: headers, health checks, requests that carry nothing away. The line itself is in
-- the file that `input` and `offset` lead to.
CREATE VIEW IF NOT EXISTS passed_over AS
SELECT source, file, offset, reason, line_bytes, hex(input) AS input FROM reject_row FINAL
WHERE expected;

-- Addresses are held by whom the directory says, and by who took the lease in a log.
CREATE OR REPLACE VIEW lease AS
SELECT ip, person, from, to FROM lease_row FINAL
UNION ALL
SELECT toString(ip) AS ip, holder AS person, from, to FROM (
  SELECT ip, from, to, coalesce(
      nullIf(dictGetOrDefault('weighbridge.account_holder', 'person', (toString(account), toString(system)), toUnixTimestamp64Milli(from), ''), ''),
      nullIf(dictGetOrDefault('weighbridge.account_holder', 'person', (toString(account), ''), toUnixTimestamp64Milli(from), ''), ''),
      toString(account)) AS holder
  FROM (
    SELECT ip, account, system, coalesce(started, time) AS from,
      coalesce(ended, toDateTime64('2100-01-01 00:00:00', 3, 'UTC')) AS to
    FROM session_row FINAL
    WHERE how = 'lease' AND ip != '' AND account != ''
  )
);
