-- +goose Up

-- Which responses are gone, so that a backup which still has them can be put
-- back without them. Nothing else of them is kept, and no day.
CREATE TABLE withdrawal (
	response_id TEXT PRIMARY KEY,
	wave_id     TEXT REFERENCES wave (id), -- NULL for what was withdrawn before there was this table
	code_hash   TEXT NOT NULL,             -- as in submission; empty where no code was used
	expired     BOOLEAN NOT NULL           -- it was kept as long as was promised, and not withdrawn
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX withdrawal_wave ON withdrawal (wave_id);
INSERT INTO withdrawal (response_id, wave_id, code_hash, expired)
	SELECT s.response_id, NULL, min(s.code_hash), FALSE FROM submission s
	WHERE NOT EXISTS (SELECT 1 FROM response r WHERE r.id = s.response_id) GROUP BY s.response_id;

-- How long the answers to a wave are kept, where it differs from the wave's own
-- day, and what became of them.
CREATE TABLE retention (
	wave_id   TEXT PRIMARY KEY REFERENCES wave (id),
	told      TEXT NOT NULL,   -- the last day that participants were told
	reason    TEXT NOT NULL,   -- why the answers are kept longer than that; empty where they are not
	ended_on  TEXT NOT NULL,   -- when they were made counts, empty while they are kept
	responses BIGINT NOT NULL  -- how many they were
);

-- What is left of the closed answers when a wave is kept no longer. Small counts
-- are folded together under '*', for roles and for choices.
CREATE TABLE kept_count (
	wave_id  TEXT NOT NULL REFERENCES wave (id),
	role     TEXT NOT NULL,
	question TEXT NOT NULL, -- empty for the number of responses
	choice   TEXT NOT NULL, -- empty for the number of answers
	n        BIGINT NOT NULL CHECK (n > 0),
	PRIMARY KEY (wave_id, role, question, choice)
);

-- The last day up to which something that comes round each day was done.
CREATE TABLE upkeep (
	name TEXT PRIMARY KEY,
	day  TEXT NOT NULL
);
