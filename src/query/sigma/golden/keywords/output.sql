-- linux_syslog: _event multivalue
SELECT _t.`_event` AS `_event` FROM `linux_syslog` AS _t WHERE (((arrayExists(_v -> ifNull(position(lowerUTF8(_v), {p1:String}) > 0, false), _t.`_event`) OR arrayExists(_v -> ifNull(match(lowerUTF8(_v), {p2:String}), false), _t.`_event`)) OR (arrayExists(_v -> ifNull(position(lowerUTF8(_v), {p3:String}) > 0, false), _t.`_event`) AND arrayExists(_v -> ifNull(position(lowerUTF8(_v), {p4:String}) > 0, false), _t.`_event`))))
-- p1 = "model weights"
-- p2 = "(?s)shard-\\C*\\.bin copied"
-- p3 = "denied"
-- p4 = "registry"
