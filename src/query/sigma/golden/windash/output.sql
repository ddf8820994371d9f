-- windows_process_creation: CommandLine string
SELECT _t.`CommandLine` AS `CommandLine` FROM `windows_process_creation` AS _t WHERE (ifNull((position(lowerUTF8(_t.`CommandLine`), {p1:Array(String)}[1]) > 0 OR position(lowerUTF8(_t.`CommandLine`), {p1:Array(String)}[2]) > 0 OR position(lowerUTF8(_t.`CommandLine`), {p1:Array(String)}[3]) > 0 OR position(lowerUTF8(_t.`CommandLine`), {p1:Array(String)}[4]) > 0 OR position(lowerUTF8(_t.`CommandLine`), {p1:Array(String)}[5]) > 0), false))
-- p1 = [" -compress"," /compress"," –compress"," —compress"," ―compress"]
