SELECT src_ip, dst_ip, sum(bytes_out) AS total, count() AS flows
FROM (
  SELECT src_ip, dst_ip, dst_port, bytes_out FROM flow
  UNION ALL
  SELECT src_ip, dst_ip, dst_port, bytes_out FROM flow_counter WHERE bytes_out + bytes_in > 0
)
WHERE startsWith(src_ip, '10.50.100.') AND dst_port = 443 AND NOT isIPAddressInRange(dst_ip, '10.0.0.0/8')
GROUP BY src_ip, dst_ip
HAVING total > 300000000
