-- Logins: Result string, Account string
SELECT _t.`Account` AS `Account` FROM (SELECT _t.`Account` AS `Account`, _t.`Account` AS `__wb_1` FROM (SELECT _t.`Account` AS `Account` FROM `Logins` AS _t GROUP BY 1) AS _t) AS _t ORDER BY _t.`__wb_1` ASC NULLS FIRST
