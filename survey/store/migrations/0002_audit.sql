-- +goose Up

-- Who did what, in the order in which it was done. The hash of a row is taken
-- over the hash of the row before it, so that nothing can be changed, taken out
-- or put in between without a trace. What participants did is there as totals of
-- a day only, written after its end; survey/audit.go says why.
CREATE TABLE audit (
	seq         BIGINT PRIMARY KEY,
	at          TEXT NOT NULL, -- a time UTC, or a day alone
	actor_kind  TEXT NOT NULL CHECK (actor_kind IN ('staff', 'command-line', 'participants', 'system')),
	actor_id    TEXT NOT NULL, -- of the staff account
	actor       TEXT NOT NULL, -- name of the staff account
	action      TEXT NOT NULL,
	object_kind TEXT NOT NULL,
	object_id   TEXT NOT NULL,
	details     TEXT NOT NULL, -- a JSON object of counts and keys
	hash        TEXT NOT NULL CHECK (length(hash) = 64),
	CHECK (actor_kind <> 'participants' OR length(at) = 10 AND actor_id = '' AND actor = '')
) -- sqlite: WITHOUT ROWID
;

-- Rows are added and nothing else. SQLite calls no trigger for the row that an
-- INSERT OR REPLACE removes, so that is refused before.
-- sqlite: CREATE TRIGGER audit_refuses_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
-- sqlite: CREATE TRIGGER audit_refuses_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
-- sqlite: CREATE TRIGGER audit_refuses_replace BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit a WHERE a.seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
-- postgresql: CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'restrict_violation'; END $body$;
-- postgresql: CREATE TRIGGER audit_refuses BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

-- The last row, which the next one is chained to. It is locked by the
-- transaction that adds rows.
CREATE TABLE audit_head (
	one  INTEGER PRIMARY KEY CHECK (one = 1),
	seq  BIGINT NOT NULL,
	hash TEXT NOT NULL
);
INSERT INTO audit_head (one, seq, hash) VALUES (1, 0, '');

-- What is counted while its day lasts and goes into the audit after it.
CREATE TABLE audit_tally (
	day       TEXT NOT NULL CHECK (length(day) = 10),
	action    TEXT NOT NULL,
	object_id TEXT NOT NULL, -- a wave, or empty
	n         BIGINT NOT NULL,
	PRIMARY KEY (day, action, object_id)
) -- sqlite: WITHOUT ROWID
;

-- The last day that the audit has counted, and for each wave the last one whose
-- consents it has told of.
CREATE TABLE audit_counted (
	wave_id TEXT PRIMARY KEY, -- empty for the days of all waves
	day     TEXT NOT NULL
);
INSERT INTO audit_counted (wave_id, day) VALUES ('', '');

-- The change feed keeps what the slowest of its followers has not dealt with.
-- Those who were not seen for long are not waited for.
ALTER TABLE follower ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0; -- microseconds UTC, 0 for never
ALTER TABLE change_head ADD COLUMN pruned BIGINT NOT NULL DEFAULT 0; -- the last row that is gone
