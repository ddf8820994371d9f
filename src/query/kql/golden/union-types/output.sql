SELECT _t.`Source` AS `Source`, _t.`a_long` AS `a_long`, _t.`a_string` AS `a_string`, _t.`b` AS `b`, _t.`c` AS `c` FROM (SELECT _t.`Source` AS `Source`, CAST(_t.`a_long`, 'Nullable(Int64)') AS `a_long`, _t.`a_string` AS `a_string`, _t.`b` AS `b`, CAST(_t.`c`, 'Nullable(Bool)') AS `c` FROM (SELECT {p3:String} AS `Source`, _t.`a` AS `a_long`, {p4:String} AS `a_string`, _t.`b` AS `b`, CAST(NULL, 'Nullable(Bool)') AS `c` FROM (SELECT {p1:Int64} AS `a`, {p2:String} AS `b`) AS _t) AS _t UNION ALL SELECT _t.`Source` AS `Source`, CAST(_t.`a_long`, 'Nullable(Int64)') AS `a_long`, _t.`a_string` AS `a_string`, _t.`b` AS `b`, CAST(_t.`c`, 'Nullable(Bool)') AS `c` FROM (SELECT {p7:String} AS `Source`, CAST(NULL, 'Nullable(Int64)') AS `a_long`, _t.`a` AS `a_string`, {p4:String} AS `b`, _t.`c` AS `c` FROM (SELECT {p5:String} AS `a`, {p6:Bool} AS `c`) AS _t) AS _t) AS _t ORDER BY _t.`Source` ASC NULLS FIRST
-- p1 = "1"
-- p2 = "x"
-- p3 = "union_arg0"
-- p4 = ""
-- p5 = "y"
-- p6 = true
-- p7 = "union_arg1"
