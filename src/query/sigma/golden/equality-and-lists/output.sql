-- linux_process_creation: Image string, User string
SELECT _t.`Image` AS `Image`, _t.`User` AS `User` FROM `linux_process_creation` AS _t WHERE ((ifNull(lowerUTF8(_t.`Image`) IN ({p1:Array(String)}), false) AND ifNull(lowerUTF8(_t.`User`) = {p2:String}, false)))
-- p1 = ["/usr/bin/rclone","/usr/bin/rsync","/usr/bin/scp"]
-- p2 = "svc-train"
