SELECT dst_ip, sum(bytes_out) AS total
FROM (
  SELECT dst_ip, dst_port, bytes_out FROM flow
  UNION ALL
  SELECT dst_ip, dst_port, bytes_out FROM flow_counter WHERE bytes_out + bytes_in > 0
)
WHERE dst_port IN (443, 8443)
GROUP BY dst_ip
ORDER BY total DESC, dst_ip
LIMIT 20
