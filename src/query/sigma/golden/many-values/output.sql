-- proxy: cs-host string
SELECT _t.`cs-host` AS `cs-host` FROM `proxy` AS _t WHERE (ifNull(match(lowerUTF8(_t.`cs-host`), {p1:String}), false))
-- p1 = "(?:\\.a\\.example$)|(?:\\.b\\.example$)|(?:\\.c\\.example$)|(?:\\.d\\.example$)|(?:\\.e\\.example$)|(?:\\.f\\.example$)|(?:\\.g\\.example$)|(?:\\.h\\.example$)|(?:\\.i\\.example$)|(?:\\.j\\.example$)"
