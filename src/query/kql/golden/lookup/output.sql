-- Logins: Account string, Team string, Result string
-- Staff: Account string
SELECT _t.`Account` AS `Account`, _t.`Team` AS `Team`, _t.`Result` AS `Result` FROM (SELECT _l.`Account` AS `Account`, _l.`Team` AS `Team`, _l.`Result` AS `Result` FROM (SELECT _t.`Account` AS `Account`, _t.`Team` AS `Team`, _t.`Result` AS `Result` FROM `Logins` AS _t) AS _l LEFT JOIN (SELECT _t.`Account` AS `Account` FROM `Staff` AS _t) AS _r ON _l.`Account` = _r.`Account`) AS _t WHERE (notEmpty(_t.`Team`)) ORDER BY _t.`Account` ASC NULLS FIRST, _t.`Result` ASC NULLS FIRST
