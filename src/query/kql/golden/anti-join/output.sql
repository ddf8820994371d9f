-- Staff: Account string
-- Logins: Account string
SELECT _t.`Account` AS `Account` FROM (SELECT _l.`Account` AS `Account` FROM (SELECT _t.`Account` AS `Account` FROM `Staff` AS _t) AS _l LEFT ANTI JOIN (SELECT _t.`Account` AS `Account` FROM `Logins` AS _t) AS _r ON _l.`Account` = _r.`Account`) AS _t
