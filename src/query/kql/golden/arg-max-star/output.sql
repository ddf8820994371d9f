-- Logins: Account string, TimeGenerated datetime
SELECT _t.`Account` AS `Account`, _t.`TimeGenerated` AS `TimeGenerated` FROM (SELECT _t.`Account` AS `Account`, _t.`TimeGenerated` AS `TimeGenerated`, _t.`Account` AS `__wb_1` FROM (SELECT _t.`Account` AS `Account`, maxOrNull(_t.`TimeGenerated`) AS `TimeGenerated` FROM `Logins` AS _t GROUP BY 1) AS _t) AS _t ORDER BY _t.`__wb_1` ASC NULLS FIRST
