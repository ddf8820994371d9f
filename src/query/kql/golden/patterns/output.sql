SELECT _t.`Size` AS `Size`, _t.`Model` AS `Model` FROM (SELECT {p1:Int64} AS `Size`, {p2:String} AS `Model`) AS _t
-- p1 = "140"
-- p2 = "large"
