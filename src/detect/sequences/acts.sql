-- What some people did between two moments, as far as it can be a part of a theft. Reads are those of protected things:
-- weight files, and what the directory calls confidential or restricted (anything in the lake where it names no asset).
-- Operations are told apart by the verbs of registries and of S3, Azure and Google Cloud; sendings are those to outside.
WITH
  known AS (SELECT asset FROM asset WHERE sensitivity IN ('confidential', 'restricted')),
  (SELECT count() FROM asset) AS assets,
  (SELECT groupArray((kind, pattern, asset)) FROM (SELECT kind, pattern, asset FROM asset_pattern ORDER BY length(pattern) DESC, pattern)) AS patterns,
  '(?i)\\.(safetensors|bin|pt|pth|ckpt|gguf|ggml|onnx|h5|npz|tflite|msgpack)$' AS weights,
  '(?i)^(put|post|patch|upload|complete|create|compose|write|insert|append)' AS writing,
  '(?i)(copy|rewrite)' AS copying,
  '(?i)delete' AS deleting,
  '(?i)(presign|signed|^sas)' AS linking,
  '(?i)^(head|list|log)' AS looking
SELECT kind, person, formatDateTime(time, '%Y-%m-%dT%H:%i:%SZ') AS time, toFloat64(bytes) AS bytes, about, place, table, id
FROM (
  SELECT
    multiIf(match(operation, linking), 'link', match(operation, deleting), 'delete', match(operation, copying), 'copy',
      match(operation, writing), 'put', 'read') AS kind,
    person, time, bytes,
    arrayFirst(each -> each.1 = 'registry' AND (startsWith(path, each.2) OR startsWith(concat(registry, '/', path), each.2)), patterns).3 AS asset,
    if(asset = '', path, asset) AS about, concat(path, file) AS place, 'artifact' AS table, toString(event_id) AS id,
    match(if(file = '', path, file), weights) OR asset IN known AS protected
  FROM (SELECT time, toString(person) AS person, toString(operation) AS operation, bytes, toString(registry) AS registry, path, file, event_id, status FROM artifact)
  WHERE time >= {from:DateTime64(3)} AND time < {until:DateTime64(3)} AND person IN {people:Array(String)}
    AND status < 400 AND NOT match(operation, looking)
  UNION ALL
  SELECT
    multiIf(match(operation, linking), 'link', match(operation, deleting), 'delete', match(operation, copying), 'copy',
      match(operation, writing), 'put', 'read'),
    person, time, bytes,
    arrayFirst(each -> each.1 = 'bucket' AND startsWith(concat(bucket, '/', prefix), each.2), patterns).3 AS asset,
    if(asset = '', concat('s3://', bucket), asset), concat(bucket, '/', if(key = '', prefix, key)), 'object', toString(event_id),
    assets = 0 OR asset IN known OR match(key, weights)
  FROM (SELECT time, toString(person) AS person, toString(operation) AS operation, bytes, toString(bucket) AS bucket, prefix, key, event_id, status FROM object)
  WHERE time >= {from:DateTime64(3)} AND time < {until:DateTime64(3)} AND person IN {people:Array(String)}
    AND status < 400 AND NOT match(operation, looking)
  UNION ALL
  SELECT 'send', person, time, bytes, '', if(dst_name = '', dst_ip, dst_name), if(dst_name = '', dst_ip, dst_name), table, toString(event_id), 1
  FROM (
    SELECT time, toString(person) AS person, bytes_out AS bytes, dst_name, dst_ip, 'flow' AS table, event_id FROM flow
    UNION ALL
    SELECT time, toString(person), bytes_out, dst_name, dst_ip, 'flow_counter', event_id FROM flow_counter
    UNION ALL
    SELECT time, toString(person), bytes_out, toString(host), '', 'web', event_id FROM web
  )
  WHERE time >= {from:DateTime64(3)} AND time < {until:DateTime64(3)} AND person IN {people:Array(String)} AND bytes >= {least:UInt64}
    AND if(dst_name = '', dst_ip, dst_name) NOT IN (
      SELECT destination FROM flow_hour
      WHERE hour >= toStartOfHour({from:DateTime64(3)}) AND hour < {until:DateTime64(3)} AND person IN {people:Array(String)} AND standing = 'own')
    AND NOT arrayExists(range -> isIPAddressInRange(if(dst_ip = '', '192.0.2.0', dst_ip), range),
      ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', '169.254.0.0/16', 'fc00::/7', 'fe80::/10', '::1/128'])
  UNION ALL
  SELECT 'leave', person, effective, 0, '', if(kind = 'notice', 'notice of leaving', kind), kind, 'staff', '', 1
  FROM staff WHERE kind = 'notice' AND effective >= {from:DateTime64(3)} AND effective < {until:DateTime64(3)} AND person IN {people:Array(String)}
  UNION ALL
  SELECT 'leave', person, toDateTime64(left, 3, 'UTC') AS time, 0, '', 'last day', 'last day', 'staff', '', 1
  FROM person WHERE left < toDate('2100-01-01') AND time >= {from:DateTime64(3)} AND time < {until:DateTime64(3)} AND person IN {people:Array(String)}
)
WHERE kind != 'read' OR (protected AND bytes > 0)
ORDER BY time, person, table, place, id
