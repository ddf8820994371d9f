-- Why the days above the threshold scored what they did, as the JSON of src/detect/findings/told-day.ts: working it out
-- anew for every look at a case would mean scoring everybody again.
CREATE TABLE IF NOT EXISTS behaviour_explanation_row (
  person String, at Date, threshold Float64, told String,
  version UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(version, deleted)
PARTITION BY toYYYYMM(at)
ORDER BY (person, at)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE VIEW IF NOT EXISTS behaviour_explanation AS
SELECT person, at, threshold, told FROM behaviour_explanation_row FINAL
