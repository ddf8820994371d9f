-- proxy: verdict string, agent string
SELECT _t.`verdict` AS `verdict`, _t.`agent` AS `agent` FROM `proxy` AS _t WHERE (((isNull(_t.`verdict`) OR ifNull(lowerUTF8(_t.`verdict`) = {p1:String}, false)) AND (NOT (NOT isNull(_t.`agent`)))))
-- p1 = ""
