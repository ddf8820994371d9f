-- firewall: src_ip string
SELECT _t.`src_ip` AS `src_ip` FROM `firewall` AS _t WHERE (((ifNull((toIPv6OrNull(_t.`src_ip`) >= toIPv6({p1:String}) AND toIPv6OrNull(_t.`src_ip`) <= toIPv6({p2:String})), false) OR ifNull((toIPv6OrNull(_t.`src_ip`) >= toIPv6({p3:String}) AND toIPv6OrNull(_t.`src_ip`) <= toIPv6({p4:String})), false)) AND (NOT (ifNull((toIPv6OrNull(_t.`src_ip`) >= toIPv6({p5:String}) AND toIPv6OrNull(_t.`src_ip`) <= toIPv6({p6:String})), false) OR ifNull((toIPv6OrNull(_t.`src_ip`) >= toIPv6({p7:String}) AND toIPv6OrNull(_t.`src_ip`) <= toIPv6({p8:String})), false)))))
-- p1 = "::ffff:c000:200"
-- p2 = "::ffff:c000:2ff"
-- p3 = "2001:db8:0:0:0:0:0:0"
-- p4 = "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"
-- p5 = "::ffff:a00:0"
-- p6 = "::ffff:aff:ffff"
-- p7 = "fd00:0:0:0:0:0:0:0"
-- p8 = "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
