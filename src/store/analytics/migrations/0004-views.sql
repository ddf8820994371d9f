-- What everybody reads. `inference`, `artifact`, `object` and `flow` give each act once with the person who
-- stood behind it at that moment: the login's holder, else the holder of the address, else the login itself,
-- else `ip:` and the address, so that activity of nobody known still counts against somebody.

CREATE VIEW IF NOT EXISTS inference AS
SELECT time, source, system, account, coalesce(
    nullIf(dictGetOrDefault('weighbridge.account_holder', 'person', (toString(account), toString(system)), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(dictGetOrDefault('weighbridge.account_holder', 'person', (toString(account), ''), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(dictGetOrDefault('weighbridge.lease_holder', 'person', tuple(toString(src_ip)), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(toString(account), ''),
    concat('ip:', src_ip)) AS person, src_ip, event_id, endpoint, model, tokens_in, tokens_out,
  logprobs, logit_bias, temperature, max_tokens, stream, status, latency_ms, tag, prompt_sketch, hex(input) AS input, offset
FROM inference_row FINAL;

CREATE VIEW IF NOT EXISTS artifact AS
SELECT time, source, system, account, coalesce(
    nullIf(dictGetOrDefault('weighbridge.account_holder', 'person', (toString(account), toString(system)), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(dictGetOrDefault('weighbridge.account_holder', 'person', (toString(account), ''), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(dictGetOrDefault('weighbridge.lease_holder', 'person', tuple(toString(src_ip)), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(toString(account), ''),
    concat('ip:', src_ip)) AS person, src_ip, event_id, registry, model, version, run, path, file,
  bytes, operation, status, hex(input) AS input, offset
FROM artifact_row FINAL;

CREATE VIEW IF NOT EXISTS object AS
SELECT time, source, system, account, coalesce(
    nullIf(dictGetOrDefault('weighbridge.account_holder', 'person', (toString(account), toString(system)), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(dictGetOrDefault('weighbridge.account_holder', 'person', (toString(account), ''), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(dictGetOrDefault('weighbridge.lease_holder', 'person', tuple(toString(src_ip)), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(toString(account), ''),
    concat('ip:', src_ip)) AS person, src_ip, event_id, bucket, key, prefix, operation, objects,
  bytes, status, hex(input) AS input, offset
FROM object_row FINAL;

CREATE VIEW IF NOT EXISTS flow AS
SELECT time, source, system, account, coalesce(
    nullIf(dictGetOrDefault('weighbridge.account_holder', 'person', (toString(account), toString(system)), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(dictGetOrDefault('weighbridge.account_holder', 'person', (toString(account), ''), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(dictGetOrDefault('weighbridge.lease_holder', 'person', tuple(toString(src_ip)), toUnixTimestamp64Milli(time), ''), ''),
    nullIf(toString(account), ''),
    concat('ip:', src_ip)) AS person, src_ip, event_id, dst_ip, dst_port, dst_name, protocol,
  bytes_out, bytes_in, duration_s, tunnel, hex(input) AS input, offset
FROM flow_row FINAL;

CREATE VIEW IF NOT EXISTS reject AS
SELECT source, file, offset, reason, toValidUTF8(line) AS line, line_bytes, hex(input) AS input FROM reject_row FINAL;

CREATE VIEW IF NOT EXISTS input AS
SELECT hex(input) AS input, source, file FROM input_row FINAL;

CREATE VIEW IF NOT EXISTS inference_hour AS
SELECT hour, person, endpoint, model, tag, asset, requests, failed, logprob_requests, tokens_in, tokens_out, logprob_tokens
FROM inference_hour_row FINAL;

CREATE VIEW IF NOT EXISTS artifact_hour AS
SELECT hour, person, registry, run, path, file, operation, asset, is_weights, requests, failed, bytes, largest
FROM artifact_hour_row FINAL;

CREATE VIEW IF NOT EXISTS object_hour AS
SELECT hour, person, bucket, prefix, operation, asset, requests, failed, objects, bytes
FROM object_hour_row FINAL;

-- standing: own, partner, vendor, or empty where the register says nothing. It is looked up at reading, so that
-- sanctioning a destination takes effect at once.
CREATE VIEW IF NOT EXISTS flow_hour AS
SELECT hour, person, destination, dst_ip, tunnel, is_internal,
  coalesce(
    nullIf(dictGetOrDefault('weighbridge.destination_standing', 'standing', tuple(destination), ''), ''),
    dictGetOrDefault('weighbridge.destination_standing', 'standing', tuple(dst_ip), '')) AS standing,
  flows, bytes_out, bytes_in, duration_s
FROM flow_hour_row FINAL;

CREATE VIEW IF NOT EXISTS signal AS
SELECT id, rule, rule_version, person, channel, assets, window_start, window_end, first_activity, last_activity,
  raised_at, measure, unit, observed, expected_self, expected_peers, peers, p_value, evidence, sentence, severity,
  techniques
FROM signal_row FINAL;
