-- +goose Up

-- An edition that somebody wants to be made, and who has signed it. No words are
-- here: what is signed is the draft, by its hash.
CREATE TABLE edition_proposal (
	id       TEXT NOT NULL PRIMARY KEY,
	round_id TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	kind     TEXT NOT NULL CHECK (kind IN ('committee', 'public', 'done')),
	settings TEXT NOT NULL, -- JSON
	corrects TEXT NOT NULL, -- ID of an edition, empty for none
	note     TEXT NOT NULL,
	made_by  TEXT NOT NULL,
	made_at  BIGINT NOT NULL -- microseconds UTC
);
CREATE INDEX edition_proposal_round ON edition_proposal (round_id);

CREATE TABLE edition_signature (
	proposal_id TEXT NOT NULL REFERENCES edition_proposal (id) ON DELETE CASCADE,
	staff_id    TEXT NOT NULL,
	name        TEXT NOT NULL,
	hash        TEXT NOT NULL CHECK (length(hash) = 64),
	signed_at   BIGINT NOT NULL, -- microseconds UTC
	PRIMARY KEY (proposal_id, staff_id)
);

-- A publication. Its row and those below it are added and nothing else: what
-- becomes of it is told by rows of edition_decision. The cells are the counts
-- that it prints, which are compared with those of later editions.
CREATE TABLE edition (
	id           TEXT NOT NULL PRIMARY KEY,
	round_id     TEXT NOT NULL REFERENCES round (id),
	kind         TEXT NOT NULL CHECK (kind IN ('committee', 'public', 'done')),
	number       INTEGER NOT NULL CHECK (number > 0),
	settings     TEXT NOT NULL, -- JSON
	hash         TEXT NOT NULL CHECK (length(hash) = 64),
	cells        TEXT NOT NULL, -- JSON
	corrects     TEXT NOT NULL, -- ID of an edition, empty for none
	note         TEXT NOT NULL,
	published_at BIGINT NOT NULL, -- microseconds UTC
	UNIQUE (round_id, kind, number)
);

CREATE TABLE edition_signed (
	edition_id TEXT NOT NULL REFERENCES edition (id),
	place      INTEGER NOT NULL,
	staff_id   TEXT NOT NULL,
	name       TEXT NOT NULL,
	hash       TEXT NOT NULL CHECK (length(hash) = 64),
	signed_at  BIGINT NOT NULL, -- microseconds UTC
	PRIMARY KEY (edition_id, place),
	UNIQUE (edition_id, staff_id)
);

-- The words of an edition. They are deleted when it is withdrawn, and only then.
CREATE TABLE edition_file (
	edition_id TEXT NOT NULL REFERENCES edition (id),
	name       TEXT NOT NULL,
	place      INTEGER NOT NULL,
	media      TEXT NOT NULL,
	hash       TEXT NOT NULL CHECK (length(hash) = 64), -- hex SHA-256 of the bytes
	bytes      BIGINT NOT NULL,
	body       TEXT NOT NULL, -- base64
	PRIMARY KEY (edition_id, name)
);

-- Which responses an edition quotes. A row goes with its response, and leaves a
-- remnant. It says no more than the quotes of the frozen summary do: which answer
-- a quote is from, and nothing about who gave it.
CREATE TABLE edition_source (
	edition_id  TEXT NOT NULL REFERENCES edition (id),
	response_id TEXT NOT NULL REFERENCES response (id) ON DELETE CASCADE,
	quotes      TEXT NOT NULL, -- JSON list of IDs of the edition's quotes
	PRIMARY KEY (edition_id, response_id)
);
CREATE INDEX edition_source_of_response ON edition_source (response_id);

-- Words of a withdrawn response that are out. It names quotes and no response.
CREATE TABLE edition_remnant (
	id         TEXT NOT NULL PRIMARY KEY,
	edition_id TEXT NOT NULL REFERENCES edition (id),
	listed_on  TEXT NOT NULL CHECK (length(listed_on) = 10),
	quotes     TEXT NOT NULL -- JSON list
);
CREATE INDEX edition_remnant_edition ON edition_remnant (edition_id);

-- What people decided about editions that are out.
CREATE TABLE edition_decision (
	id         TEXT NOT NULL PRIMARY KEY,
	edition_id TEXT NOT NULL REFERENCES edition (id),
	remnant_id TEXT REFERENCES edition_remnant (id),
	choice     TEXT NOT NULL CHECK (choice IN ('keep', 'correct', 'withdraw')),
	reason     TEXT NOT NULL,
	decided_by TEXT NOT NULL,
	decided_at BIGINT NOT NULL -- microseconds UTC
);
CREATE INDEX edition_decision_edition ON edition_decision (edition_id);

-- What is out does not change.
-- sqlite: CREATE TRIGGER edition_refuses_update BEFORE UPDATE ON edition BEGIN SELECT RAISE(ABORT, 'an edition never changes'); END;
-- sqlite: CREATE TRIGGER edition_refuses_delete BEFORE DELETE ON edition BEGIN SELECT RAISE(ABORT, 'an edition never changes'); END;
-- sqlite: CREATE TRIGGER edition_refuses_replace BEFORE INSERT ON edition WHEN EXISTS (SELECT 1 FROM edition e WHERE e.id = NEW.id OR e.round_id = NEW.round_id AND e.kind = NEW.kind AND e.number = NEW.number) BEGIN SELECT RAISE(ABORT, 'an edition never changes'); END;
-- sqlite: CREATE TRIGGER edition_signed_refuses_update BEFORE UPDATE ON edition_signed BEGIN SELECT RAISE(ABORT, 'an edition never changes'); END;
-- sqlite: CREATE TRIGGER edition_signed_refuses_delete BEFORE DELETE ON edition_signed BEGIN SELECT RAISE(ABORT, 'an edition never changes'); END;
-- sqlite: CREATE TRIGGER edition_signed_refuses_replace BEFORE INSERT ON edition_signed WHEN EXISTS (SELECT 1 FROM edition_signed e WHERE e.edition_id = NEW.edition_id AND (e.place = NEW.place OR e.staff_id = NEW.staff_id)) BEGIN SELECT RAISE(ABORT, 'an edition never changes'); END;
-- sqlite: CREATE TRIGGER edition_file_refuses_update BEFORE UPDATE ON edition_file BEGIN SELECT RAISE(ABORT, 'an edition never changes'); END;
-- sqlite: CREATE TRIGGER edition_file_refuses_delete BEFORE DELETE ON edition_file WHEN NOT EXISTS (SELECT 1 FROM edition_decision d WHERE d.edition_id = OLD.edition_id AND d.choice = 'withdraw') BEGIN SELECT RAISE(ABORT, 'an edition never changes'); END;
-- sqlite: CREATE TRIGGER edition_file_refuses_replace BEFORE INSERT ON edition_file WHEN EXISTS (SELECT 1 FROM edition_file e WHERE e.edition_id = NEW.edition_id AND e.name = NEW.name) BEGIN SELECT RAISE(ABORT, 'an edition never changes'); END;
-- sqlite: CREATE TRIGGER edition_remnant_refuses_update BEFORE UPDATE ON edition_remnant BEGIN SELECT RAISE(ABORT, 'what is known of an edition is added to'); END;
-- sqlite: CREATE TRIGGER edition_remnant_refuses_delete BEFORE DELETE ON edition_remnant BEGIN SELECT RAISE(ABORT, 'what is known of an edition is added to'); END;
-- sqlite: CREATE TRIGGER edition_decision_refuses_update BEFORE UPDATE ON edition_decision BEGIN SELECT RAISE(ABORT, 'what is known of an edition is added to'); END;
-- sqlite: CREATE TRIGGER edition_decision_refuses_delete BEFORE DELETE ON edition_decision BEGIN SELECT RAISE(ABORT, 'what is known of an edition is added to'); END;
-- postgresql: CREATE FUNCTION edition_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN RAISE EXCEPTION 'an edition never changes' USING ERRCODE = 'restrict_violation'; END $body$;
-- postgresql: CREATE FUNCTION edition_file_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM edition_decision d WHERE d.edition_id = OLD.edition_id AND d.choice = 'withdraw') THEN RETURN OLD; END IF; RAISE EXCEPTION 'an edition never changes' USING ERRCODE = 'restrict_violation'; END $body$;
-- postgresql: CREATE TRIGGER edition_refuses BEFORE UPDATE OR DELETE OR TRUNCATE ON edition FOR EACH STATEMENT EXECUTE FUNCTION edition_refuse();
-- postgresql: CREATE TRIGGER edition_signed_refuses BEFORE UPDATE OR DELETE OR TRUNCATE ON edition_signed FOR EACH STATEMENT EXECUTE FUNCTION edition_refuse();
-- postgresql: CREATE TRIGGER edition_remnant_refuses BEFORE UPDATE OR DELETE OR TRUNCATE ON edition_remnant FOR EACH STATEMENT EXECUTE FUNCTION edition_refuse();
-- postgresql: CREATE TRIGGER edition_decision_refuses BEFORE UPDATE OR DELETE OR TRUNCATE ON edition_decision FOR EACH STATEMENT EXECUTE FUNCTION edition_refuse();
-- postgresql: CREATE TRIGGER edition_file_refuses BEFORE UPDATE OR DELETE ON edition_file FOR EACH ROW EXECUTE FUNCTION edition_file_refuse();
-- postgresql: CREATE TRIGGER edition_file_refuses_all BEFORE TRUNCATE ON edition_file FOR EACH STATEMENT EXECUTE FUNCTION edition_refuse();
