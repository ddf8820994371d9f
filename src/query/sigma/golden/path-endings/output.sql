-- windows_process_creation: Image string, ParentImage string
SELECT _t.`Image` AS `Image`, _t.`ParentImage` AS `ParentImage` FROM `windows_process_creation` AS _t WHERE ((ifNull((endsWith(lowerUTF8(_t.`Image`), {p1:Array(String)}[1]) OR endsWith(lowerUTF8(_t.`Image`), {p1:Array(String)}[2])), false) AND ifNull(startsWith(lowerUTF8(_t.`ParentImage`), {p2:String}), false)))
-- p1 = ["\\cmd.exe","\\powershell.exe"]
-- p2 = "c:\\program files\\"
