-- process_creation: CommandLine string
SELECT _t.`CommandLine` AS `CommandLine` FROM `process_creation` AS _t WHERE ((ifNull(match(_t.`CommandLine`, {p1:String}), false) OR ifNull(match(_t.`CommandLine`, {p2:String}), false)))
-- p1 = "(?-s)[A-Za-z0-9+/]{20,}={0,2}$"
-- p2 = "(?i-s)^curl\\s.*--upload-file"
