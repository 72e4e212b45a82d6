-- What people write and decide about a summary.

-- +goose Up
-- How a programme says how many. Each version is kept.
CREATE TABLE style (
	programme_id TEXT NOT NULL REFERENCES programme (id) ON DELETE CASCADE,
	version BIGINT NOT NULL,
	body TEXT NOT NULL, -- JSON
	saved_by TEXT NOT NULL,
	saved_at BIGINT NOT NULL, -- microseconds UTC
	PRIMARY KEY (programme_id, version)
);

-- What a summary is called, how it begins, and its parts in their order.
CREATE TABLE outline (
	round_id TEXT NOT NULL PRIMARY KEY REFERENCES round (id) ON DELETE CASCADE,
	body TEXT NOT NULL -- JSON
);

-- What people decided about one statement.
CREATE TABLE wording (
	round_id TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	role TEXT NOT NULL,
	theme TEXT NOT NULL,
	lead_text TEXT NOT NULL, -- empty for the sentence that is made of the counts
	left_out BIGINT NOT NULL, -- 1 when it is not printed
	place BIGINT NOT NULL, -- 0 for where its count puts it
	version BIGINT NOT NULL, -- of lead_text
	saved_by TEXT NOT NULL,
	saved_at BIGINT NOT NULL, -- microseconds UTC
	PRIMARY KEY (round_id, role, theme)
);

-- Why a warning is left as it is. It holds no words of answers: what the warning
-- says is worked out anew each time.
CREATE TABLE waiver (
	round_id TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	check_key TEXT NOT NULL,
	rule TEXT NOT NULL,
	reason TEXT NOT NULL,
	made_by TEXT NOT NULL,
	made_at BIGINT NOT NULL, -- microseconds UTC
	PRIMARY KEY (round_id, check_key)
);

-- The coding says that the words speak against the theme.
ALTER TABLE coding ADD COLUMN against BIGINT NOT NULL DEFAULT 0;
