-- What in answers could tell who is meant, and what people decided about it.

-- +goose Up
-- The dictionary of a programme: who and what its people write of, and what
-- stands for it in print. It is used over the years.
CREATE TABLE entity (
	id TEXT NOT NULL PRIMARY KEY,
	programme_id TEXT NOT NULL REFERENCES programme (id) ON DELETE CASCADE,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	folded TEXT NOT NULL, -- the name as names are compared
	also TEXT NOT NULL, -- JSON list of other names
	descriptor TEXT NOT NULL, -- empty for none yet
	found BIGINT NOT NULL, -- 1 when it came out of an answer
	saved_by TEXT NOT NULL,
	saved_at BIGINT NOT NULL, -- microseconds UTC
	UNIQUE (programme_id, folded)
);

-- The log of decisions, to which rows are only added. It holds no words of
-- answers, and what it says of an answer goes with it.
CREATE TABLE masking (
	id TEXT NOT NULL PRIMARY KEY,
	round_id TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	response_id TEXT NOT NULL REFERENCES response (id) ON DELETE CASCADE,
	verbatim_id TEXT NOT NULL, -- response_id.question
	seq BIGINT NOT NULL, -- of the verbatim's rows, from 1 on
	span_start BIGINT NOT NULL,
	span_end BIGINT NOT NULL,
	kind TEXT NOT NULL,
	entity_id TEXT NOT NULL, -- empty where nobody in particular is meant
	decision TEXT NOT NULL,
	descriptor TEXT NOT NULL,
	reason TEXT NOT NULL,
	made_by TEXT NOT NULL,
	made_at BIGINT NOT NULL, -- microseconds UTC
	UNIQUE (verbatim_id, seq)
);
CREATE INDEX masking_of_round ON masking (round_id);
CREATE INDEX masking_of_response ON masking (response_id);

-- What the model of the language takes for names, read in the background: a
-- weak hint. A row for each verbatim that was read, with or without a find.
CREATE TABLE identity_hint (
	verbatim_id TEXT NOT NULL PRIMARY KEY,
	response_id TEXT NOT NULL REFERENCES response (id) ON DELETE CASCADE,
	spans TEXT NOT NULL -- JSON list of {start, end}
);
CREATE INDEX identity_hint_of_response ON identity_hint (response_id);
