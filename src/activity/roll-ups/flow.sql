-- Internal are the private and local ranges of RFC 1918, RFC 4193, RFC 3927, RFC 4291 and RFC 1122.
SELECT toStartOfHour(time) AS hour, person, if(dst_name != '', dst_name, dst_ip) AS destination, dst_ip, tunnel,
  arrayExists(range -> isIPAddressInRange(dst_ip, range),
    ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', '169.254.0.0/16', 'fc00::/7', 'fe80::/10', '::1/128']) AS is_internal,
  count() AS flows,
  sum(flow.bytes_out) AS bytes_out,
  sum(flow.bytes_in) AS bytes_in,
  sum(toUInt64(flow.duration_s)) AS duration_s
FROM flow
WHERE toDate(time) >= {first:Date} AND toDate(time) <= {last:Date} AND toDate(time) IN {days:Array(Date)}
GROUP BY hour, person, destination, dst_ip, tunnel
