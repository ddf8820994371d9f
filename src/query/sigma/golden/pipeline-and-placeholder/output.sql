-- proxy: agent string, host string
SELECT _t.`agent` AS `agent`, _t.`host` AS `host` FROM `proxy` AS _t WHERE ((ifNull(position(lowerUTF8(_t.`agent`), {p1:String}) > 0, false) AND (NOT (ifNull(lowerUTF8(_t.`host`) = {p2:String}, false) OR ifNull(endsWith(lowerUTF8(_t.`host`), {p3:String}), false)))))
-- p1 = "aria2"
-- p2 = "mirror.example"
-- p3 = ".lab.example"
