-- +goose Up

-- What a recommendation asks for beside its words, of whom, and in whose words.
-- One that was taken back, split or merged keeps its row, so that its reference
-- is never used again.
ALTER TABLE recommendation ADD COLUMN own BIGINT NOT NULL DEFAULT 0; -- 1: it is the coordinator's, and rests on no answer
ALTER TABLE recommendation ADD COLUMN body TEXT NOT NULL DEFAULT '';
ALTER TABLE recommendation ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE recommendation ADD COLUMN co_owners TEXT NOT NULL DEFAULT '[]'; -- JSON list
ALTER TABLE recommendation ADD COLUMN feeds_into TEXT NOT NULL DEFAULT '[]'; -- JSON list
ALTER TABLE recommendation ADD COLUMN themes TEXT NOT NULL DEFAULT '[]'; -- JSON list of keys
ALTER TABLE recommendation ADD COLUMN public_text TEXT NOT NULL DEFAULT '';
ALTER TABLE recommendation ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE recommendation ADD COLUMN saved_by TEXT NOT NULL DEFAULT '';
ALTER TABLE recommendation ADD COLUMN saved_at BIGINT NOT NULL DEFAULT 0; -- microseconds UTC; 0 for untouched
ALTER TABLE recommendation ADD COLUMN gone BIGINT NOT NULL DEFAULT 0; -- 1: only its reference is left
ALTER TABLE recommendation_source ADD COLUMN action_id TEXT NOT NULL DEFAULT ''; -- that it was made of; empty for a whole answer

CREATE TABLE recommendation_point (
	recommendation_id TEXT NOT NULL REFERENCES recommendation (id) ON DELETE CASCADE,
	number BIGINT NOT NULL CHECK (number > 0), -- never used again
	title TEXT NOT NULL, -- empty for one that was taken out
	place BIGINT NOT NULL,
	PRIMARY KEY (recommendation_id, number)
);

CREATE TABLE recommendation_link (
	from_id TEXT NOT NULL REFERENCES recommendation (id) ON DELETE CASCADE,
	to_id TEXT NOT NULL REFERENCES recommendation (id) ON DELETE CASCADE, -- of an earlier round
	kind TEXT NOT NULL CHECK (kind IN ('continues', 'splits', 'merges', 'supersedes')),
	made_by TEXT NOT NULL,
	made_at BIGINT NOT NULL, -- microseconds UTC
	PRIMARY KEY (from_id, to_id)
);
CREATE INDEX recommendation_link_to ON recommendation_link (to_id);

-- The history of a recommendation. It is added to; what a participant withdrew
-- can be blanked, and nothing else changed.
CREATE TABLE recommendation_note (
	id TEXT NOT NULL PRIMARY KEY,
	recommendation_id TEXT NOT NULL REFERENCES recommendation (id),
	place BIGINT NOT NULL, -- from 1, in the order in which they were made
	kind TEXT NOT NULL CHECK (kind IN ('remark', 'status', 'due', 'response', 'closure')),
	value TEXT NOT NULL,
	words TEXT NOT NULL,
	evidence TEXT NOT NULL,
	is_public BIGINT NOT NULL,
	day TEXT NOT NULL CHECK (length(day) = 10),
	made_by TEXT NOT NULL,
	made_at BIGINT NOT NULL, -- microseconds UTC
	UNIQUE (recommendation_id, place)
);

-- What became of an earlier recommendation by the time of a round.
CREATE TABLE recommendation_fate (
	round_id TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	recommendation_id TEXT NOT NULL REFERENCES recommendation (id) ON DELETE CASCADE,
	fate TEXT NOT NULL CHECK (fate IN ('done', 'continued', 'superseded', 'dropped')),
	why TEXT NOT NULL,
	stated_by TEXT NOT NULL,
	stated_at BIGINT NOT NULL, -- microseconds UTC
	PRIMARY KEY (round_id, recommendation_id)
);
CREATE INDEX recommendation_fate_of ON recommendation_fate (recommendation_id);

-- sqlite: CREATE TRIGGER recommendation_note_refuses_update BEFORE UPDATE ON recommendation_note WHEN NOT (NEW.id = OLD.id AND NEW.recommendation_id = OLD.recommendation_id AND NEW.place = OLD.place AND NEW.kind = OLD.kind AND NEW.value = OLD.value AND NEW.words IN ('', OLD.words) AND NEW.evidence IN ('', OLD.evidence) AND NEW.is_public = OLD.is_public AND NEW.day = OLD.day AND NEW.made_by = OLD.made_by AND NEW.made_at = OLD.made_at) BEGIN SELECT RAISE(ABORT, 'a note is never changed'); END;
-- sqlite: CREATE TRIGGER recommendation_note_refuses_delete BEFORE DELETE ON recommendation_note BEGIN SELECT RAISE(ABORT, 'a note is never changed'); END;
-- sqlite: CREATE TRIGGER recommendation_note_refuses_replace BEFORE INSERT ON recommendation_note WHEN EXISTS (SELECT 1 FROM recommendation_note n WHERE n.id = NEW.id OR n.recommendation_id = NEW.recommendation_id AND n.place = NEW.place) BEGIN SELECT RAISE(ABORT, 'a note is never changed'); END;
-- postgresql: CREATE FUNCTION recommendation_note_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN IF TG_OP = 'UPDATE' THEN IF NEW.id = OLD.id AND NEW.recommendation_id = OLD.recommendation_id AND NEW.place = OLD.place AND NEW.kind = OLD.kind AND NEW.value = OLD.value AND NEW.words IN ('', OLD.words) AND NEW.evidence IN ('', OLD.evidence) AND NEW.is_public = OLD.is_public AND NEW.day = OLD.day AND NEW.made_by = OLD.made_by AND NEW.made_at = OLD.made_at THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'a note is never changed' USING ERRCODE = 'restrict_violation'; END $body$;
-- postgresql: CREATE TRIGGER recommendation_note_refuses BEFORE UPDATE OR DELETE ON recommendation_note FOR EACH ROW EXECUTE FUNCTION recommendation_note_refuse();
-- postgresql: CREATE TRIGGER recommendation_note_refuses_all BEFORE TRUNCATE ON recommendation_note FOR EACH STATEMENT EXECUTE FUNCTION recommendation_note_refuse();
