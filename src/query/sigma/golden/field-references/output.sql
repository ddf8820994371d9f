-- gateway_application: key_owner string, user string
SELECT _t.`key_owner` AS `key_owner`, _t.`user` AS `user` FROM `gateway_application` AS _t WHERE (((NOT isNull(_t.`key_owner`)) AND (NOT ifNull(upperUTF8(lowerUTF8(_t.`key_owner`)) = upperUTF8(lowerUTF8(_t.`user`)), false))))
