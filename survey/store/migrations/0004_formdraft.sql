-- +goose Up

-- A form that is being written. The version counts every change and is compared
-- before the next, so that two people cannot write over each other; the step is
-- the state that the draft is in.
CREATE TABLE form_draft (
	programme_id TEXT NOT NULL REFERENCES programme (id),
	key          TEXT NOT NULL,
	version      BIGINT NOT NULL CHECK (version > 0),
	base         INTEGER NOT NULL CHECK (base >= 0), -- the published version it began from, 0 for none
	step         BIGINT NOT NULL,
	PRIMARY KEY (programme_id, key)
) -- sqlite: WITHOUT ROWID
;

-- The states that the draft has been in, of which the last ones are kept.
CREATE TABLE form_draft_step (
	programme_id TEXT NOT NULL,
	key          TEXT NOT NULL,
	step         BIGINT NOT NULL, -- the version of the draft that made it
	what         TEXT NOT NULL,   -- what was changed, in words
	changed_by   TEXT NOT NULL,   -- the name of a staff account
	changed_at   BIGINT NOT NULL, -- microseconds UTC
	body         TEXT NOT NULL,   -- the form as JSON
	PRIMARY KEY (programme_id, key, step),
	FOREIGN KEY (programme_id, key) REFERENCES form_draft (programme_id, key) ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;
