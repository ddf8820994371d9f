-- The longest registry path that the artifact's path begins with decides the asset. Bytes of refused requests never left.
WITH
  (SELECT groupArray((pattern, asset)) FROM (SELECT pattern, asset FROM asset_pattern WHERE kind = 'registry' ORDER BY length(pattern) DESC, pattern)) AS prefixes
SELECT hour, person, registry, run, path, file, operation,
  arrayFirst(known -> startsWith(path, known.1) OR startsWith(concat(registry, '/', path), known.1), prefixes).2 AS asset,
  match(if(file = '', path, file), '(?i)\\.(safetensors|bin|pt|pth|ckpt|gguf|ggml|onnx|h5|npz|tflite|msgpack)$') AS is_weights,
  requests, failed, bytes, largest
FROM (
  SELECT toStartOfHour(time) AS hour, person, registry, run, path, file, operation,
    count() AS requests,
    countIf(status >= 400) AS failed,
    sumIf(act.bytes, status < 400) AS bytes,
    maxIf(act.bytes, status < 400) AS largest
  FROM (SELECT time, person, registry, run, path, file, operation, status, bytes FROM artifact) AS act
  WHERE toDate(time) >= {first:Date} AND toDate(time) <= {last:Date} AND toDate(time) IN {days:Array(Date)}
  GROUP BY hour, person, registry, run, path, file, operation
)
