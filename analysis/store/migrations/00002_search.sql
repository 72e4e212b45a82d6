-- Queries kept under a name, and themes put on many answers at once.

-- +goose Up
CREATE TABLE saved_search (
	id TEXT NOT NULL PRIMARY KEY,
	programme_id TEXT REFERENCES programme (id) ON DELETE CASCADE, -- NULL for all programmes
	name TEXT NOT NULL,
	folded TEXT NOT NULL UNIQUE, -- the name as names are compared: it means one thing wherever it is used
	query TEXT NOT NULL,
	saved_by TEXT NOT NULL,
	saved_at BIGINT NOT NULL -- microseconds UTC
);

-- A theme put on all places that a search found, so that it can be undone.
CREATE TABLE coding_spread (
	id TEXT NOT NULL PRIMARY KEY,
	query TEXT NOT NULL,
	theme TEXT NOT NULL,
	coder TEXT NOT NULL,
	made_at BIGINT NOT NULL, -- microseconds UTC
	undone_at BIGINT NOT NULL -- 0 for not undone
);

CREATE TABLE coding_spread_part (
	spread_id TEXT NOT NULL REFERENCES coding_spread (id) ON DELETE CASCADE,
	coding_id TEXT NOT NULL REFERENCES coding (id) ON DELETE CASCADE,
	PRIMARY KEY (spread_id, coding_id)
);
CREATE INDEX coding_spread_part_of_coding ON coding_spread_part (coding_id);
