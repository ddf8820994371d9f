-- process_creation: CommandLine string
SELECT _t.`CommandLine` AS `CommandLine` FROM `process_creation` AS _t WHERE ((ifNull((position(lowerUTF8(_t.`CommandLine`), {p1:Array(String)}[1]) > 0 OR position(lowerUTF8(_t.`CommandLine`), {p1:Array(String)}[2]) > 0 OR position(lowerUTF8(_t.`CommandLine`), {p1:Array(String)}[3]) > 0), false) OR ifNull((position(lowerUTF8(_t.`CommandLine`), {p2:Array(String)}[1]) > 0 OR position(lowerUTF8(_t.`CommandLine`), {p2:Array(String)}[2]) > 0 OR position(lowerUTF8(_t.`CommandLine`), {p2:Array(String)}[3]) > 0), false)))
-- p1 = ["dxbsb2fklw1vzgvs","vwbg9hzc1tb2rlb","1cgxvywqtbw9kzw"]
-- p2 = ["dqbwagwabwbhagqalqbtag8azablagwa","uacabsag8ayqbkac0abqbvagqazqbsa","1ahaababvageazaatag0abwbkaguaba"]
