SELECT _t.`percentile_x_5` AS `percentile_x_5`, _t.`percentile_x_50` AS `percentile_x_50`, _t.`percentile_x_99_9` AS `percentile_x_99_9`, _t.`percentile_x_90` AS `percentile_x_90`, _t.`stdev_x` AS `stdev_x` FROM (SELECT quantileExactOrNull(0.049999999999000004)(_t.`x`) AS `percentile_x_5`, quantileExactOrNull(0.499999999999)(_t.`x`) AS `percentile_x_50`, quantileExactOrNull(0.9989999999990001)(_t.`x`) AS `percentile_x_99_9`, quantileExactOrNull(0.899999999999)(_t.`x`) AS `percentile_x_90`, if(isFinite(ifNull(stddevSampStable(toFloat64(_t.`x`)), nan)), stddevSampStable(toFloat64(_t.`x`)), 0) AS `stdev_x` FROM (SELECT toInt64(assumeNotNull(CAST({p1:Int64}, 'Nullable(Int64)')) + __wb_1 * assumeNotNull(CAST({p1:Int64}, 'Nullable(Int64)'))) AS `x`, __wb_1 FROM (SELECT arrayJoin(range(toUInt64(if(ifNull(intDivOrNull(CAST({p2:Int64}, 'Nullable(Int64)') - CAST({p1:Int64}, 'Nullable(Int64)'), CAST({p1:Int64}, 'Nullable(Int64)')), -1) < 0 OR (CAST({p2:Int64}, 'Nullable(Int64)') - CAST({p1:Int64}, 'Nullable(Int64)')) * sign(CAST({p1:Int64}, 'Nullable(Int64)')) < 0 OR CAST({p1:Int64}, 'Nullable(Int64)') = 0, 0, least(ifNull(intDivOrNull(CAST({p2:Int64}, 'Nullable(Int64)') - CAST({p1:Int64}, 'Nullable(Int64)'), CAST({p1:Int64}, 'Nullable(Int64)')), -1) + 1, 10000000))))) AS __wb_1)) AS _t) AS _t
-- p1 = "1"
-- p2 = "100"
-- p3 = 5
-- p4 = 50
-- p5 = 99.9
-- p6 = 90
