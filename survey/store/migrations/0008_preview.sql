-- +goose Up

-- Words that are to be printed, as the person who gave them is shown them before,
-- and what they said to it. All of it goes with the response. There is no day on
-- which somebody replied: it could be laid beside something.
CREATE TABLE preview (
	id          TEXT PRIMARY KEY,
	response_id TEXT NOT NULL REFERENCES response (id) ON DELETE CASCADE,
	round_id    TEXT NOT NULL REFERENCES round (id),
	question    TEXT NOT NULL,
	shown_hash  TEXT NOT NULL CHECK (length(shown_hash) = 64), -- of words, label and heading
	words       TEXT NOT NULL,
	label       TEXT NOT NULL, -- empty for none
	heading     TEXT NOT NULL, -- the theme
	statement   TEXT NOT NULL, -- the sentence they stand under
	until       TEXT NOT NULL CHECK (length(until) = 10), -- the last day for a reply
	current     BOOLEAN NOT NULL, -- they are to be printed as the draft stands
	reply       TEXT NOT NULL CHECK (reply IN ('', 'agree', 'change', 'decline')),
	wish        TEXT NOT NULL, -- the change they ask for, in their words
	settled_by  TEXT NOT NULL, -- a staff account; empty for nobody
	settled     TEXT NOT NULL, -- what was done about the wish
	UNIQUE (response_id, question, shown_hash)
);
CREATE INDEX preview_round ON preview (round_id);

-- Links that lead participants to their words, where responses are joined to
-- their participants anyway. One is valid for a participant at a time.
CREATE TABLE preview_link (
	participant_id TEXT PRIMARY KEY REFERENCES participant (id) ON DELETE CASCADE,
	token_hash     TEXT NOT NULL UNIQUE,
	round_id       TEXT NOT NULL REFERENCES round (id)
) -- sqlite: WITHOUT ROWID
;
