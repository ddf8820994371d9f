-- application: user string, team string
SELECT _t.`user` AS `user`, _t.`team` AS `team` FROM `application` AS _t WHERE (((ifNull(upperUTF8(lowerUTF8(_t.`user`)) IN ({p1:Array(String)}), false) OR ifNull(lowerUTF8(_t.`user`) = {p2:String}, false)) OR ifNull(position(_t.`team`, {p3:String}) > 0, false)))
-- p1 = ["ÄRGER","STRASSE"]
-- p2 = "plain"
-- p3 = "Öl"
