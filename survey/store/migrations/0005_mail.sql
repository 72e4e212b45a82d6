-- +goose Up

-- Work that is done beside the serving of pages: who takes a job holds it by a
-- lease, and a lease that runs out makes the job due again.
CREATE TABLE job (
	id      TEXT PRIMARY KEY,
	kind    TEXT NOT NULL,
	subject TEXT NOT NULL, -- what it works on, such as a wave; may be empty
	args    TEXT NOT NULL, -- JSON without names, addresses and tokens
	state   TEXT NOT NULL CHECK (state IN ('ready', 'running', 'done', 'failed', 'stopped')),
	attempt INTEGER NOT NULL, -- grows with each taking: who holds an older one has lost the lease
	tries   INTEGER NOT NULL, -- how often it has failed since it last got on
	due_at  BIGINT NOT NULL,  -- microseconds UTC: when it may start, when its lease ends, or when it ended
	done    INTEGER NOT NULL,
	total   INTEGER NOT NULL,
	problem TEXT NOT NULL -- why it failed last, in words that may be shown
);
CREATE INDEX job_due ON job (state, due_at);

-- What is sent about a wave by itself, and in which languages.
CREATE TABLE mail_plan (
	wave_id        TEXT PRIMARY KEY REFERENCES wave (id) ON DELETE CASCADE,
	languages      TEXT NOT NULL, -- tags separated by commas, in the order of the texts in a message
	invite_on      TEXT NOT NULL, -- a day, or empty
	remind_before  TEXT NOT NULL, -- days before the wave closes, separated by commas
	most_reminders INTEGER NOT NULL CHECK (most_reminders >= 0),
	thank          BOOLEAN NOT NULL
);

-- The words of a message where they are not the usual ones.
CREATE TABLE mail_template (
	wave_id  TEXT NOT NULL REFERENCES wave (id) ON DELETE CASCADE,
	kind     TEXT NOT NULL CHECK (kind IN ('invitation', 'reminder', 'last-call', 'thanks')),
	language TEXT NOT NULL,
	subject  TEXT NOT NULL,
	body     TEXT NOT NULL,
	PRIMARY KEY (wave_id, kind, language)
);

-- One sending of a kind of message to those of a wave who are to get it: counts.
CREATE TABLE mail_run (
	id          TEXT PRIMARY KEY, -- of its job
	wave_id     TEXT NOT NULL REFERENCES wave (id) ON DELETE CASCADE,
	kind        TEXT NOT NULL CHECK (kind IN ('invitation', 'reminder', 'last-call', 'thanks')),
	turn        INTEGER NOT NULL, -- of the wave's runs of all kinds, from 1
	started_on  TEXT NOT NULL CHECK (length(started_on) = 10),
	letters     INTEGER NOT NULL,
	sent        INTEGER NOT NULL,
	refused     INTEGER NOT NULL,
	uncertain   INTEGER NOT NULL,
	dropped     INTEGER NOT NULL,
	ended       BOOLEAN NOT NULL,
	UNIQUE (wave_id, turn)
);

-- One message to one participant. It is marked before it is handed to the mail
-- server, so that it is never sent twice. Where nothing may join a person with a
-- response, the rows of reminders are deleted when their run ends, because who
-- got one had not answered on that day, and those of invitations lose their day.
CREATE TABLE mail_letter (
	run_id         TEXT NOT NULL REFERENCES mail_run (id) ON DELETE CASCADE,
	participant_id TEXT NOT NULL REFERENCES participant (id) ON DELETE CASCADE,
	wave_id        TEXT NOT NULL REFERENCES wave (id) ON DELETE CASCADE,
	kind           TEXT NOT NULL,
	state          TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'refused', 'uncertain', 'dropped')),
	claim          TEXT NOT NULL, -- of who sends it; empty for nobody
	tries          INTEGER NOT NULL,
	due_at         BIGINT NOT NULL, -- microseconds UTC: not before; 0 for at once
	sent_on        TEXT NOT NULL CHECK (length(sent_on) IN (0, 10)),
	status         TEXT NOT NULL, -- what the mail server said, such as 5.1.1
	PRIMARY KEY (run_id, participant_id)
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX mail_letter_wave ON mail_letter (wave_id, participant_id);

-- What is known of an address in a programme, by a keyed hash of it: so a
-- refusal outlives the list of participants, and does not hold the address.
CREATE TABLE mail_address (
	programme_id TEXT NOT NULL REFERENCES programme (id) ON DELETE CASCADE,
	address_hash TEXT NOT NULL,
	opted_out    BOOLEAN NOT NULL,
	bounced      TEXT NOT NULL, -- the status that came back, such as 5.1.1; empty for none
	PRIMARY KEY (programme_id, address_hash)
) -- sqlite: WITHOUT ROWID
;

-- Links that were sent, so that one that a newer message has replaced still leads
-- to what was begun with it. The body is encrypted with the link's own token: it
-- cannot be told from this table which invitation a link belonged to.
CREATE TABLE invitation_link (
	token_hash TEXT PRIMARY KEY,
	body       TEXT NOT NULL
) -- sqlite: WITHOUT ROWID
;
