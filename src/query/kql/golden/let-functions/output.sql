-- Logins: Bytes long, Account string, Result string
SELECT _t.`Account` AS `Account`, _t.`Bytes` AS `Bytes`, _t.`Most` AS `Most`, _t.`Less` AS `Less` FROM (SELECT _t.`Account` AS `Account`, _t.`Bytes` AS `Bytes`, (if(({p3:String} = {p3:String}), {p4:Int64}, {p5:Int64}) * {p6:Int64}) AS `Most`, (if(({p7:String} = {p3:String}), {p4:Int64}, {p5:Int64}) * {p8:Int64}) AS `Less` FROM `Logins` AS _t WHERE ((_t.`Bytes` >= {p1:Int64})) AND (NOT ifNull(_t.`Account` IN (SELECT _t.`Account` FROM (SELECT _t.`Account` AS `Account` FROM `Logins` AS _t WHERE ((_t.`Result` = {p2:String})) GROUP BY _t.`Account`) AS _t), false))) AS _t
-- p1 = "300"
-- p2 = "failed"
-- p3 = "serving"
-- p4 = "10"
-- p5 = "5"
-- p6 = "2"
-- p7 = "x"
-- p8 = "3"
