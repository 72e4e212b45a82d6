-- The tables of the analysis. Foreign keys point to the survey's tables, so
-- that a withdrawn response takes everything that was made of it along.

-- +goose Up
CREATE TABLE codebook (
	programme_id TEXT NOT NULL REFERENCES programme (id) ON DELETE CASCADE,
	version BIGINT NOT NULL,
	body TEXT NOT NULL, -- JSON of the codebook
	PRIMARY KEY (programme_id, version)
);

-- A theme applied to a span of a verbatim, by a person or by the machine.
CREATE TABLE coding (
	id TEXT NOT NULL PRIMARY KEY,
	response_id TEXT NOT NULL REFERENCES response (id) ON DELETE CASCADE,
	verbatim_id TEXT NOT NULL, -- response_id.question
	theme TEXT NOT NULL,
	span_start BIGINT NOT NULL,
	span_end BIGINT NOT NULL,
	coder TEXT NOT NULL,
	status TEXT NOT NULL,
	score DOUBLE PRECISION NOT NULL,
	reason TEXT NOT NULL, -- JSON
	model TEXT NOT NULL,
	decided_by TEXT NOT NULL,
	decided_at BIGINT NOT NULL -- microseconds UTC; 0 for not decided
);
CREATE INDEX coding_of_response ON coding (response_id);

-- A span of a verbatim that asks for something to be done.
CREATE TABLE action (
	id TEXT NOT NULL PRIMARY KEY,
	response_id TEXT NOT NULL REFERENCES response (id) ON DELETE CASCADE,
	verbatim_id TEXT NOT NULL,
	span_start BIGINT NOT NULL,
	span_end BIGINT NOT NULL,
	words TEXT NOT NULL,
	addressee TEXT NOT NULL,
	score DOUBLE PRECISION NOT NULL,
	reason TEXT NOT NULL, -- JSON
	status TEXT NOT NULL,
	decided_by TEXT NOT NULL,
	decided_at BIGINT NOT NULL, -- microseconds UTC; 0 for not decided
	model TEXT NOT NULL,
	match_reference TEXT NOT NULL, -- of the earlier recommendation; empty for a new one
	match_score DOUBLE PRECISION NOT NULL,
	match_shared TEXT NOT NULL -- JSON
);
CREATE INDEX action_of_response ON action (response_id);

CREATE TABLE recommendation (
	id TEXT NOT NULL PRIMARY KEY,
	round_id TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	reference TEXT NOT NULL,
	title TEXT NOT NULL,
	place BIGINT NOT NULL,
	UNIQUE (round_id, reference)
);

CREATE TABLE recommendation_source (
	recommendation_id TEXT NOT NULL REFERENCES recommendation (id) ON DELETE CASCADE,
	place BIGINT NOT NULL,
	response_id TEXT NOT NULL REFERENCES response (id) ON DELETE CASCADE,
	verbatim_id TEXT NOT NULL,
	PRIMARY KEY (recommendation_id, place)
);
CREATE INDEX recommendation_source_of_response ON recommendation_source (response_id);

-- Verbatims that a stage failed on; the rest goes on without them.
CREATE TABLE aside (
	verbatim_id TEXT NOT NULL,
	stage TEXT NOT NULL,
	response_id TEXT NOT NULL REFERENCES response (id) ON DELETE CASCADE,
	reason TEXT NOT NULL,
	PRIMARY KEY (verbatim_id, stage)
);
CREATE INDEX aside_of_response ON aside (response_id);

-- The model with which all suggestions of a programme were last made.
CREATE TABLE model (
	programme_id TEXT NOT NULL PRIMARY KEY REFERENCES programme (id) ON DELETE CASCADE,
	name TEXT NOT NULL
);
