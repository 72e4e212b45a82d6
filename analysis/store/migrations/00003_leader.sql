-- +goose Up

-- Which term of office may write what the machine suggests. A process that
-- takes over puts its own term here; who writes compares his in the same
-- transaction, so that a process which was cut off and comes back writes nothing.
CREATE TABLE leader (
	name TEXT NOT NULL PRIMARY KEY, -- of the work
	term TEXT NOT NULL -- random
);

-- The responses from which was learnt which words are common in a programme.
-- They are kept, because the order in which responses came is not: the change
-- feed forgets it.
CREATE TABLE sample (
	programme_id TEXT NOT NULL REFERENCES programme (id) ON DELETE CASCADE,
	response_id TEXT NOT NULL REFERENCES response (id) ON DELETE CASCADE,
	place BIGINT NOT NULL,
	PRIMARY KEY (programme_id, response_id)
);
CREATE INDEX sample_of_response ON sample (response_id);
