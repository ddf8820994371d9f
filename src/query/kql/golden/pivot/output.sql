-- Logins: Result string, Account string
SELECT _t.`Account` AS `Account` FROM `Logins` AS _t GROUP BY _t.`Account` ORDER BY _t.`Account` ASC NULLS FIRST
