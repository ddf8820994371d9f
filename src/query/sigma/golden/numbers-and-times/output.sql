-- firewall: bytes string, dst_port string, when string
SELECT _t.`bytes` AS `bytes`, _t.`dst_port` AS `dst_port`, _t.`when` AS `when` FROM `firewall` AS _t WHERE ((ifNull(toFloat64OrNull(trim(ifNull(_t.`bytes`, ''))) >= {p1:Float64}, false) AND ifNull(lowerUTF8(_t.`dst_port`) IN ({p2:Array(String)}), false) AND ifNull(toInt64(toHour(if(isNull(toFloat64OrNull(trim(ifNull(_t.`when`, '')))), parseDateTime64BestEffortOrNull(_t.`when`, 7, 'UTC'), toDateTime64OrNull(toString(multiIf(abs(toFloat64OrNull(trim(ifNull(_t.`when`, '')))) < 1e11, toFloat64OrNull(trim(ifNull(_t.`when`, ''))), abs(toFloat64OrNull(trim(ifNull(_t.`when`, '')))) < 1e14, toFloat64OrNull(trim(ifNull(_t.`when`, ''))) / 1e3, abs(toFloat64OrNull(trim(ifNull(_t.`when`, '')))) < 1e17, toFloat64OrNull(trim(ifNull(_t.`when`, ''))) / 1e6, toFloat64OrNull(trim(ifNull(_t.`when`, ''))) / 1e9)), 7, 'UTC')))) < {p3:Float64}, false)))
-- p1 = 1000000000
-- p2 = ["443","8443"]
-- p3 = 6
