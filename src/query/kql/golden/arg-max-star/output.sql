-- Logins: Account string, TimeGenerated datetime
SELECT _t.`Account` AS `Account`, maxOrNull(_t.`TimeGenerated`) AS `TimeGenerated` FROM `Logins` AS _t GROUP BY _t.`Account` ORDER BY _t.`Account` ASC NULLS FIRST
