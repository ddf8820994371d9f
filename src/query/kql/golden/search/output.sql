-- Logins: Account string
-- Staff: Account string
SELECT _t.`$table` AS `Table`, _t.`Account` AS `Account` FROM (SELECT _t.`$table` AS `$table`, _t.`Account` AS `Account` FROM (SELECT {p3:String} AS `$table`, _t.`Account` AS `Account` FROM `Logins` AS _t WHERE ((hasTokenCaseInsensitive(_t.`Account`, {p1:String}) AND (NOT hasTokenCaseInsensitive(_t.`Account`, {p2:String}))))) AS _t UNION ALL SELECT _t.`$table` AS `$table`, _t.`Account` AS `Account` FROM (SELECT {p4:String} AS `$table`, _t.`Account` AS `Account` FROM `Staff` AS _t WHERE ((hasTokenCaseInsensitive(_t.`Account`, {p1:String}) AND (NOT hasTokenCaseInsensitive(_t.`Account`, {p2:String}))))) AS _t) AS _t ORDER BY _t.`$table` ASC NULLS FIRST
-- p1 = "ann"
-- p2 = "failed"
-- p3 = "Logins"
-- p4 = "Staff"
