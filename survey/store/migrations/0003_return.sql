-- +goose Up

-- How often the draft was written, which is compared before it is written again:
-- two devices cannot write over each other unseen.
ALTER TABLE draft ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- Codes with which a draft is found from another device. The body is encrypted
-- with the code, which is stored nowhere, and holds what a browser's cookies
-- hold: the secret of the draft, and the token of the invitation, so that no
-- table joins the two.
CREATE TABLE carry (
	code_hash   TEXT PRIMARY KEY,
	secret_hash TEXT NOT NULL REFERENCES draft (secret_hash) ON DELETE CASCADE,
	body        TEXT NOT NULL
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX carry_draft ON carry (secret_hash);

-- Files that were sent as answers. The bytes are encrypted with a key of the
-- file's own. While the file belongs to a draft, the key and all that is known of
-- the file lie in sealed, encrypted with the draft's secret; when the response is
-- sent, the row changes hands and the bytes stay where they are.
CREATE TABLE attachment (
	id          TEXT PRIMARY KEY,
	draft_hash  TEXT REFERENCES draft (secret_hash) ON DELETE CASCADE,
	response_id TEXT REFERENCES response (id) ON DELETE CASCADE,
	sealed      TEXT NOT NULL, -- empty while the bytes are still arriving, and in a response
	bytes       BIGINT NOT NULL CHECK (bytes >= 0),
	question    TEXT NOT NULL, -- in its turn; from here on all is empty in a draft
	name        TEXT NOT NULL,
	media       TEXT NOT NULL,
	hash        TEXT NOT NULL, -- hex SHA-256 of the bytes
	file_key    TEXT NOT NULL, -- base64
	CHECK ((draft_hash IS NULL) <> (response_id IS NULL)),
	CHECK (response_id IS NULL OR sealed = '')
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX attachment_draft ON attachment (draft_hash);
CREATE INDEX attachment_response ON attachment (response_id);

CREATE TABLE attachment_part (
	attachment_id TEXT NOT NULL REFERENCES attachment (id) ON DELETE CASCADE,
	place         INTEGER NOT NULL,
	body          TEXT NOT NULL, -- encrypted, as base64
	PRIMARY KEY (attachment_id, place)
) -- sqlite: WITHOUT ROWID
;
