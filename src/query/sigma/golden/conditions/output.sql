-- application: a string, b string, x string, never string
SELECT _t.`a` AS `a`, _t.`b` AS `b`, _t.`x` AS `x`, _t.`never` AS `never` FROM `application` AS _t WHERE ((((ifNull(lowerUTF8(_t.`a`) = {p1:String}, false) AND ifNull(lowerUTF8(_t.`b`) = {p1:String}, false)) AND (NOT ifNull(lowerUTF8(_t.`x`) = {p1:String}, false))) OR ifNull(lowerUTF8(_t.`never`) = {p1:String}, false)))
-- p1 = "1"
