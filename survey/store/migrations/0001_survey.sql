-- +goose Up

CREATE TABLE programme (
	id           TEXT PRIMARY KEY,
	key          TEXT NOT NULL UNIQUE,
	name         TEXT NOT NULL,
	organisation TEXT NOT NULL,
	addressee    TEXT NOT NULL,
	aim          TEXT NOT NULL,
	contact      TEXT NOT NULL
);

CREATE TABLE role (
	programme_id TEXT NOT NULL REFERENCES programme (id) ON DELETE CASCADE,
	key          TEXT NOT NULL,
	place        INTEGER NOT NULL,
	singular     TEXT NOT NULL,
	plural       TEXT NOT NULL,
	joint        BOOLEAN NOT NULL,
	PRIMARY KEY (programme_id, key)
);

CREATE TABLE round (
	id           TEXT PRIMARY KEY,
	programme_id TEXT NOT NULL REFERENCES programme (id),
	key          TEXT NOT NULL,
	pairs        INTEGER NOT NULL CHECK (pairs >= 0),
	UNIQUE (programme_id, key),
	UNIQUE (id, programme_id)
);

-- A published version never changes: there is no statement that updates it.
CREATE TABLE form (
	programme_id TEXT NOT NULL REFERENCES programme (id),
	key          TEXT NOT NULL,
	version      INTEGER NOT NULL CHECK (version > 0),
	body         TEXT NOT NULL, -- the form as JSON
	PRIMARY KEY (programme_id, key, version)
);

CREATE TABLE wave (
	id             TEXT PRIMARY KEY,
	round_id       TEXT NOT NULL,
	programme_id   TEXT NOT NULL,
	key            TEXT NOT NULL,
	title          TEXT NOT NULL,
	form_key       TEXT NOT NULL,
	form_version   INTEGER NOT NULL,
	mode           TEXT NOT NULL CHECK (mode IN ('named', 'confidential', 'anonymous-invited', 'open')),
	opens_on       TEXT NOT NULL,
	closes_on      TEXT NOT NULL,
	withdraw_until TEXT NOT NULL,
	UNIQUE (round_id, key),
	UNIQUE (id, mode), -- what invitations and responses refer to: it locks the mode
	FOREIGN KEY (round_id, programme_id) REFERENCES round (id, programme_id),
	FOREIGN KEY (programme_id, form_key, form_version) REFERENCES form (programme_id, key, version)
);

CREATE TABLE participant (
	id       TEXT PRIMARY KEY,
	round_id TEXT NOT NULL REFERENCES round (id),
	role     TEXT NOT NULL,
	name     TEXT NOT NULL,
	email    TEXT NOT NULL,
	pair_id  TEXT NOT NULL
);
CREATE INDEX participant_round ON participant (round_id, id);

-- An invitation knows whom it was sent to and whether it is spent; not when,
-- and not by which response. Rows of a crowd are written together when one of
-- them is spent, so that no trace in the storage tells which it was.
CREATE TABLE invitation (
	id             TEXT PRIMARY KEY,
	token_hash     TEXT NOT NULL UNIQUE,
	wave_id        TEXT NOT NULL,
	mode           TEXT NOT NULL,
	role           TEXT NOT NULL,
	participant_id TEXT REFERENCES participant (id),
	crowd          INTEGER NOT NULL,
	spent          BOOLEAN NOT NULL,
	FOREIGN KEY (wave_id, mode) REFERENCES wave (id, mode)
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX invitation_wave ON invitation (wave_id, crowd);

-- A response has a day and no time, and a person only in the modes that link.
-- Responses and answers lie in the order of arrival, which the feed below holds
-- anyway; invitations have no order and no time that it could be laid beside.
CREATE TABLE response (
	id             TEXT PRIMARY KEY,
	wave_id        TEXT NOT NULL,
	mode           TEXT NOT NULL,
	form_key       TEXT NOT NULL,
	form_version   INTEGER NOT NULL,
	role           TEXT NOT NULL,
	participant_id TEXT REFERENCES participant (id),
	received_on    TEXT NOT NULL CHECK (length(received_on) = 10),
	CHECK (participant_id IS NULL OR mode IN ('named', 'confidential')),
	FOREIGN KEY (wave_id, mode) REFERENCES wave (id, mode)
);
CREATE INDEX response_wave ON response (wave_id);
-- A participant answers a wave once.
CREATE UNIQUE INDEX response_participant ON response (participant_id, wave_id) WHERE participant_id IS NOT NULL;

CREATE TABLE answer (
	response_id   TEXT NOT NULL REFERENCES response (id) ON DELETE CASCADE,
	question      TEXT NOT NULL,
	place         INTEGER NOT NULL, -- of the question in the form
	choices       TEXT NOT NULL,    -- a JSON list, empty for none
	text          TEXT NOT NULL,
	hash          TEXT NOT NULL,    -- hex SHA-256 of text, empty for none
	quote_consent TEXT NOT NULL CHECK (quote_consent IN ('', 'quote', 'themes', 'count')),
	CHECK ((text = '') = (hash = '')),
	PRIMARY KEY (response_id, question)
);

-- Which form instances are stored, by the hash of the withdrawal code, which is
-- derived from the idempotency key: one index finds a response by either. A row
-- outlives its response, so that the Back button cannot bring a withdrawn one
-- back.
CREATE TABLE submission (
	code_hash   TEXT PRIMARY KEY,
	response_id TEXT NOT NULL
) -- sqlite: WITHOUT ROWID
;

-- The body is encrypted with a secret that only the participant's browser has.
CREATE TABLE draft (
	secret_hash TEXT PRIMARY KEY,
	saved_on    TEXT NOT NULL CHECK (length(saved_on) = 10),
	body        TEXT NOT NULL
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX draft_saved ON draft (saved_on);

-- The change feed. The head is updated in the transaction that adds rows, which
-- makes the sequence free of gaps and visible in its order.
CREATE TABLE change_head (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	seq BIGINT NOT NULL
);
INSERT INTO change_head (one, seq) VALUES (1, 0);

CREATE TABLE change (
	seq    BIGINT PRIMARY KEY,
	kind   TEXT NOT NULL,
	entity TEXT NOT NULL
) -- sqlite: WITHOUT ROWID
;

CREATE TABLE follower (
	name TEXT PRIMARY KEY,
	seq  BIGINT NOT NULL
);

CREATE TABLE staff (
	id            TEXT PRIMARY KEY,
	name          TEXT NOT NULL UNIQUE,
	level         TEXT NOT NULL CHECK (level IN ('researcher', 'coordinator')),
	password_hash TEXT NOT NULL
);

CREATE TABLE session (
	token_hash TEXT PRIMARY KEY,
	staff_id   TEXT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	expires_at BIGINT NOT NULL -- microseconds UTC
);
CREATE INDEX session_expiry ON session (expires_at);
CREATE INDEX session_staff ON session (staff_id);

-- Random values of this installation that mix into what is derived.
CREATE TABLE secret (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
);
