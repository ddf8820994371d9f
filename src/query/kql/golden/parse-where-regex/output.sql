SELECT _t.`line` AS `line`, _t.`model` AS `model`, _t.`status` AS `status` FROM (SELECT _t.`line` AS `line`, _t.`model` AS `model`, _t.`status` AS `status`, _t.`status` AS `__wb_4`, _t.`__wb_1` AS `__wb_1` FROM (SELECT _t.`line` AS `line`, extract(_t.`line`, {p7:String}) AS `model`, arrayMap(__wb_3 -> multiIf(startsWith(lower(__wb_3), '0x'), accurateCastOrNull(reinterpretAsInt64(reverse(unhex(leftPad(substring(__wb_3, 3), 16, '0')))), 'Int64'), position(__wb_3, '.') > 0, accurateCastOrNull(trunc(toFloat64OrNull(trimBoth(__wb_3))), 'Int64'), toInt64OrNull(trimBoth(__wb_3))), [extract(_t.`line`, {p5:String})])[1] AS `status`, _t.`__wb_1` AS `__wb_1` FROM (SELECT `line`, `__wb_1` FROM (SELECT 1) ARRAY JOIN {p1:Array(String)} AS `line`, range(3) AS `__wb_1`) AS _t WHERE ((match(_t.`line`, {p3:String}) AND isNotNull(arrayMap(__wb_2 -> multiIf(startsWith(lower(__wb_2), '0x'), accurateCastOrNull(reinterpretAsInt64(reverse(unhex(leftPad(substring(__wb_2, 3), 16, '0')))), 'Int64'), position(__wb_2, '.') > 0, accurateCastOrNull(trunc(toFloat64OrNull(trimBoth(__wb_2))), 'Int64'), toInt64OrNull(trimBoth(__wb_2))), [extract(_t.`line`, {p5:String})])[1])))) AS _t) AS _t ORDER BY _t.`__wb_4` ASC NULLS FIRST, _t.`__wb_1` ASC NULLS LAST
-- p1 = ["GET /models/llm-7b 200","PUT /models/llm-70b 403","noise"]
-- p2 = "(?:GET|PUT) /models/(.*) ([+-]?\\d+)"
-- p3 = "(?-s)(?:GET|PUT) /models/(.*) ([+-]?\\d+)"
-- p4 = "2"
-- p5 = "(?-s)(?:GET|PUT) /models/(?:.*) ([+-]?\\d+)"
-- p6 = "1"
-- p7 = "(?-s)(?:GET|PUT) /models/(.*) (?:[+-]?\\d+)"
