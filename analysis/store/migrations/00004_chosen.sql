-- The words that people chose to be quoted.

-- +goose Up
-- A row for each quote. It holds places in an answer and goes with it.
CREATE TABLE chosen_quote (
	id TEXT NOT NULL PRIMARY KEY,
	round_id TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	role TEXT NOT NULL,
	theme TEXT NOT NULL, -- empty for under no theme
	response_id TEXT NOT NULL REFERENCES response (id) ON DELETE CASCADE,
	verbatim_id TEXT NOT NULL, -- response_id.question
	span_start BIGINT NOT NULL,
	span_end BIGINT NOT NULL,
	edits TEXT NOT NULL, -- JSON list of {op, span, text, reason, by}
	hash TEXT NOT NULL, -- hex SHA-256 of the whole verbatim
	place BIGINT NOT NULL, -- among those of its role and theme
	critical BIGINT NOT NULL, -- 1 when it speaks against the theme
	acknowledged TEXT NOT NULL, -- JSON list of the warnings that were let be
	reason TEXT NOT NULL,
	version BIGINT NOT NULL,
	chosen_by TEXT NOT NULL,
	chosen_at BIGINT NOT NULL -- microseconds UTC
);
CREATE INDEX chosen_quote_of_round ON chosen_quote (round_id);
CREATE INDEX chosen_quote_of_response ON chosen_quote (response_id);

-- What everybody can read already, to be compared with quotes.
CREATE TABLE public_text (
	id TEXT NOT NULL PRIMARY KEY,
	programme_id TEXT NOT NULL REFERENCES programme (id) ON DELETE CASCADE,
	title TEXT NOT NULL,
	body TEXT NOT NULL,
	saved_by TEXT NOT NULL,
	saved_at BIGINT NOT NULL -- microseconds UTC
);
CREATE INDEX public_text_of_programme ON public_text (programme_id);
