-- Internal are the private and local ranges of RFC 1918, RFC 4193, RFC 3927, RFC 4291 and RFC 1122. Of a proxied request
-- the destination is the host; where it went by itself, the address is not known.
SELECT toStartOfHour(time) AS hour, person, if(dst_name != '', dst_name, dst_ip) AS destination, dst_ip, tunnel,
  arrayExists(range -> isIPAddressInRange(if(dst_ip = '', '192.0.2.0', dst_ip), range),
    ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', '169.254.0.0/16', 'fc00::/7', 'fe80::/10', '::1/128']) AS is_internal,
  count() AS flows,
  sum(bytes_out) AS bytes_out,
  sum(bytes_in) AS bytes_in,
  sum(toUInt64(duration_s)) AS duration_s
FROM (
  SELECT time, person, dst_name, dst_ip, tunnel, bytes_out, bytes_in, duration_s FROM flow
  WHERE toDate(time) >= {first:Date} AND toDate(time) <= {last:Date} AND toDate(time) IN {days:Array(Date)}
  UNION ALL
  SELECT time, person, dst_name, dst_ip, tunnel, bytes_out, bytes_in, duration_s FROM flow_counter
  WHERE toDate(time) IN {days:Array(Date)} AND bytes_out + bytes_in > 0
  UNION ALL
  SELECT time, person, host AS dst_name, if(isIPv4String(host) OR isIPv6String(host), host, '') AS dst_ip, '' AS tunnel, bytes_out, bytes_in, 0 AS duration_s FROM web
  WHERE toDate(time) >= {first:Date} AND toDate(time) <= {last:Date} AND toDate(time) IN {days:Array(Date)}
)
GROUP BY hour, person, destination, dst_ip, tunnel
