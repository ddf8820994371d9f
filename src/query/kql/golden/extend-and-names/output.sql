SELECT _t.`d` AS `d`, _t.`n` AS `n`, _t.`d_a` AS `d_a`, _t.`d_a_b c_1` AS `d_a_b c_1`, _t.`Column1` AS `Column1`, _t.`Column2` AS `Column2` FROM (SELECT _t.`d` AS `d`, (toFloat64(_t.`n`) * {p3:Float64}) AS `n`, ifNull(JSONExtract(_t.`d`, {p4:String}, 'String'), '') AS `d_a`, nullIf(nullIf(JSONExtractRaw(_t.`d`, {p4:String}, {p5:String}, {p7:Int64}), 'null'), '') AS `d_a_b c_1`, intDiv(_t.`n`, {p8:Int64}) AS `Column1`, concat({p9:String}, ifNull(toString(_t.`n`), '')) AS `Column2` FROM (SELECT {p1:String} AS `d`, {p2:Int64} AS `n`) AS _t) AS _t
-- p1 = "{\"a\":{\"b c\":[1,2]}}"
-- p2 = "7"
-- p3 = 1.5
-- p4 = "a"
-- p5 = "b c"
-- p6 = "1"
-- p7 = 2
-- p8 = "2"
-- p9 = "x"
