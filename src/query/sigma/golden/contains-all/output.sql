-- linux_process_creation: CommandLine string
SELECT _t.`CommandLine` AS `CommandLine` FROM `linux_process_creation` AS _t WHERE ((ifNull(position(lowerUTF8(_t.`CommandLine`), {p1:String}) > 0, false) AND ifNull(position(lowerUTF8(_t.`CommandLine`), {p2:String}) > 0, false) AND ifNull(position(lowerUTF8(_t.`CommandLine`), {p3:String}) > 0, false)))
-- p1 = "tar"
-- p2 = ".safetensors"
-- p3 = "--use-compress-program"
