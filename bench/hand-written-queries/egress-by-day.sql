SELECT src_ip, dst_ip, toDateTime(toStartOfDay(time)) AS day, sum(bytes_out) AS total, count() AS sessions
FROM (
  SELECT time, src_ip, dst_ip, dst_port, bytes_out FROM flow
  UNION ALL
  SELECT time, src_ip, dst_ip, dst_port, bytes_out FROM flow_counter WHERE bytes_out + bytes_in > 0
)
WHERE time > toDateTime64('2026-03-07 00:00:00', 3)
  AND startsWith(src_ip, '10.50.100.') AND dst_port = 443 AND NOT startsWith(dst_ip, '10.')
GROUP BY src_ip, dst_ip, day
HAVING total > 40000000
