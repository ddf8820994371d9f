-- file_event: Path string
SELECT _t.`Path` AS `Path` FROM `file_event` AS _t WHERE ((ifNull(match(lowerUTF8(_t.`Path`), {p1:String}), false) OR ifNull(lowerUTF8(_t.`Path`) = {p2:String}, false) OR ifNull(match(lowerUTF8(_t.`Path`), {p3:String}), false)))
-- p1 = "(?s)^/models/\\C*/shard-..\\.bin$"
-- p2 = "/models/*.bin"
-- p3 = "(?s)^c:\\\\\\C*\\.gguf$"
