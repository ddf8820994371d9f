-- file_event: Path string, User string
SELECT _t.`Path` AS `Path`, _t.`User` AS `User` FROM `file_event` AS _t WHERE ((ifNull(endsWith(lowerUTF8(_t.`Path`), {p1:String}), false) AND (NOT ifNull(lowerUTF8(_t.`User`) = {p2:String}, false))))
-- p1 = ".safetensors"
-- p2 = "svc-backup"
