-- Logins: Account string, Ip string
SELECT _t.`Accounts` AS `Accounts` FROM (SELECT arrayMap(__wb_1 -> if(startsWith(ifNull(__wb_1, ''), '['), concat('[', arrayStringConcat(arrayConcat(arraySort(_e -> (isNull(toFloat64OrNull(_e)), ifNull(toFloat64OrNull(_e), 0), JSONExtract(_e, 'String')), arrayFilter(_e -> _e != 'null', JSONExtractArrayRaw(ifNull(__wb_1, '')))), arrayFilter(_e -> _e = 'null', JSONExtractArrayRaw(ifNull(__wb_1, '')))), ','), ']'), NULL), [toNullable(toJSONString(arraySort(groupUniqArray(1048576)(_t.`Account`))))])[1] AS `Accounts` FROM `Logins` AS _t WHERE ((((lower(_t.`Account`) IN {p3:Array(String)}) AND ifNull(has(JSONExtract(ifNull((SELECT _t.`set_Ip` FROM (SELECT toNullable(toJSONString(arraySort(groupUniqArray(1048576)(_t.`Ip`)))) AS `set_Ip` FROM `Logins` AS _t) AS _t LIMIT 1), ''), 'Array(String)'), _t.`Ip`), false)) AND (hasTokenCaseInsensitive(_t.`Ip`, {p4:String}) OR hasTokenCaseInsensitive(_t.`Ip`, {p5:String}))))) AS _t
-- p1 = "ANN"
-- p2 = "eve"
-- p3 = ["ann","eve"]
-- p4 = "10"
-- p5 = "192"
