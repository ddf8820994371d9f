SELECT _t.`id` AS `id` FROM (SELECT `id`, `bag`, `__wb_1` FROM (SELECT 1) ARRAY JOIN CAST([{p1:Int64}, {p2:Int64}], 'Array(Nullable(Int64))') AS `id`, CAST([{p3:String}, {p4:String}], 'Array(Nullable(String))') AS `bag`, range(2) AS `__wb_1`) AS _t ORDER BY _t.`id` ASC NULLS FIRST, _t.`__wb_1` ASC NULLS LAST
-- p1 = "1"
-- p2 = "2"
-- p3 = "{\"size\":4,\"name\":\"a\"}"
-- p4 = "{\"size\":5.5}"
