-- What was removed because its term was over.
--
-- A thinned day has lost rows of that table. Its roll-ups are not rebuilt: they know more than what is left. It is
-- marked before the first row goes, so a run that was killed leaves a mark too many and never one too few.
CREATE TABLE IF NOT EXISTS thinned_row (
  name LowCardinality(String), day Date
) ENGINE = ReplacingMergeTree ORDER BY (name, day)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- One row a run and table. It is written with what is about to go, and again with finished = 1 and what has gone:
-- a row that stays unfinished is a run that was killed.
CREATE TABLE IF NOT EXISTS retention_row (
  at DateTime64(3, 'UTC'), policy String, name LowCardinality(String), term LowCardinality(String), before Date,
  rows UInt64, bytes Int64, held UInt64, needed UInt64, finished UInt8
) ENGINE = ReplacingMergeTree(finished) ORDER BY (at, name)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE VIEW IF NOT EXISTS thinned AS SELECT name, day FROM thinned_row FINAL;

CREATE VIEW IF NOT EXISTS retention AS
SELECT at, policy, name, term, before, rows, bytes, held, needed, finished FROM retention_row FINAL;
