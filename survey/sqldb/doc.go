// Package sqldb is the database under Verbatim: it opens SQLite or PostgreSQL,
// migrates, reads rows and makes writes durable.
//
// It is for the store packages, which bring the SQL and the migrations; it
// knows no table of theirs. It is the only package that imports a driver, and
// it hides which one is there: one SQL text serves both engines.
//
// # SQL that both engines understand the same way
//
// Parameters are $1, $2, ...; on SQLite they are rewritten to ?1, ?2, ...,
// because SQLite numbers $1 by first appearance and binds the wrong values
// without a word. Write INSERT ... ON CONFLICT ... RETURNING, CAST(x AS TEXT)
// and lists of parameters; do not write ::text, json_each or comments of the
// kind /* */ with quotes in them. Times are BIGINT microseconds UTC (see
// [Micros]). What follows "-- sqlite:" or "-- postgresql:" on a line of a
// migration is read by that engine only.
//
// # Writing
//
// [DB.Write] is the only way to write. Callers queue; a writer takes all that
// are waiting into one transaction, commits it durably (SQLite: WAL with
// synchronous=FULL) and only then answers each, so that concurrent callers
// share the cost of one commit. Each is told its own outcome: a write that fails is
// undone alone. What several writes of one commit can do together, such as a
// row in a feed, they put off to its end with [Tx.Last], or with [Tx.AtEnd] where
// it depends on a row that is stored.
//
// # Reading
//
// [Collect] and [One] are the only places where rows are read. On a *DB they
// use connections that cannot write; on a *Tx they see the transaction's own
// writes, except those put off.
package sqldb
