-- Logins: TimeGenerated datetime, Account string, Ip string, Result string
SELECT _t.`TimeGenerated` AS `TimeGenerated`, _t.`Account` AS `Account`, _t.`Ip` AS `Ip` FROM `Logins` AS _t WHERE ((((_t.`TimeGenerated` >= {p1:DateTime64(3, 'UTC')}) AND (lower(_t.`Account`) = {p3:String})) OR ((positionCaseInsensitive(_t.`Ip`, {p4:String}) > 0 AND match(_t.`Ip`, {p5:String})) AND (_t.`Result` != {p6:String})))) ORDER BY _t.`TimeGenerated` ASC NULLS FIRST
-- p1 = "2026-03-10 00:00:00.000"
-- p2 = "BOB"
-- p3 = "bob"
-- p4 = "10.1"
-- p5 = "(?i)(?:^|[\\x00-/:-@\\[-`{-\\x{A9}\\x{AB}-\\x{B4}\\x{B6}-\\x{B9}\\x{BB}-\\x{BF}\\x{D7}\\x{F7}\\x{2000}-\\x{206F}\\x{20A0}-\\x{20BF}\\x{2190}-\\x{2BFF}\\x{3000}-\\x{3004}])10\\.1(?:$|[\\x00-/:-@\\[-`{-\\x{A9}\\x{AB}-\\x{B4}\\x{B6}-\\x{B9}\\x{BB}-\\x{BF}\\x{D7}\\x{F7}\\x{2000}-\\x{206F}\\x{20A0}-\\x{20BF}\\x{2190}-\\x{2BFF}\\x{3000}-\\x{3004}])"
-- p6 = "failed"
