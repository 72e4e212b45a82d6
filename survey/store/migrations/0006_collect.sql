-- +goose Up

-- What the programme asks of a pair, and what it pays for.
ALTER TABLE programme ADD COLUMN least_meetings INTEGER NOT NULL DEFAULT 0 CHECK (least_meetings >= 0); -- of a pair in a round, 0 for none
ALTER TABLE programme ADD COLUMN pay_role TEXT NOT NULL DEFAULT ''; -- the role that is paid by the hour, empty for none
ALTER TABLE programme ADD COLUMN pay_rate BIGINT NOT NULL DEFAULT 0 CHECK (pay_rate >= 0); -- pence an hour, 0 for not stated
ALTER TABLE programme ADD COLUMN pay_step INTEGER NOT NULL DEFAULT 0 CHECK (pay_step >= 0); -- minutes that paid time is rounded up to, 0 for the usual

-- What a wave is for, and what was said about its days.
ALTER TABLE wave ADD COLUMN kind TEXT NOT NULL DEFAULT '' CHECK (kind IN ('', 'application', 'interest', 'meetings', 'half-way', 'end'));
ALTER TABLE wave ADD COLUMN retain_until TEXT NOT NULL DEFAULT ''; -- the last day on which its answers are kept, empty for no end
ALTER TABLE wave ADD COLUMN extended_from TEXT NOT NULL DEFAULT ''; -- the day it was to close on before it was extended
ALTER TABLE wave ADD COLUMN closed_on TEXT NOT NULL DEFAULT ''; -- the day it was closed by hand
ALTER TABLE wave ADD COLUMN apart BOOLEAN NOT NULL DEFAULT FALSE; -- its pseudonyms are those of no other wave

-- A late link can be answered after the wave has closed. Where nothing may join
-- an answer with a person there are none: one late answer and one late link
-- would be joined by their being late.
ALTER TABLE invitation ADD COLUMN open_until TEXT NOT NULL DEFAULT '' CHECK (open_until = '' OR mode IN ('named', 'confidential'));

-- The same person in other rounds of the programme; empty for nobody known.
ALTER TABLE participant ADD COLUMN person TEXT NOT NULL DEFAULT '';

-- What people were asked does not change under them: not the mode, which
-- invitations and responses refer to, and not the form. Another version of the
-- same form can be taken by somebody who means it.
-- sqlite: CREATE TRIGGER wave_form_locked BEFORE UPDATE OF form_key ON wave WHEN OLD.form_key <> NEW.form_key AND (EXISTS (SELECT 1 FROM invitation i WHERE i.wave_id = OLD.id) OR EXISTS (SELECT 1 FROM response r WHERE r.wave_id = OLD.id)) BEGIN SELECT RAISE(ABORT, 'the form of this wave is locked'); END;
-- postgresql: CREATE FUNCTION wave_form_lock() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN IF OLD.form_key <> NEW.form_key AND (EXISTS (SELECT 1 FROM invitation i WHERE i.wave_id = OLD.id) OR EXISTS (SELECT 1 FROM response r WHERE r.wave_id = OLD.id)) THEN RAISE EXCEPTION 'the form of this wave is locked' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $body$;
-- postgresql: CREATE TRIGGER wave_form_locked BEFORE UPDATE ON wave FOR EACH ROW EXECUTE FUNCTION wave_form_lock();
