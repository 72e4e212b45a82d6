// Package pipeline follows the change feed: it suggests themes and actions for
// answers as they arrive and keeps the search index in step.
//
// It is for the server, which runs it beside the pages, and for commands that
// rebuild. It works at least once: the position of the index is stored in the
// index together with the documents, the cursor of the suggestions is moved
// after they are stored, and both can be written again without a trace. So a
// process may be killed at any moment, and an index that is empty, old or from
// another day catches up by itself.
//
// # Several processes
//
// Where several processes use one database, one of them leads: it makes the
// suggestions, in a term of office that the database compares with each of its
// writes, so that a process which was cut off and comes back stores nothing.
// Every process follows the feed into an index of its own, as far as
// suggestions are made, and a little ahead of that when they are late. When the
// leader ends, another takes over. A bookmark beside each index says which
// database it was made from and what it saw last; where that is no longer so,
// or the feed no longer tells what is missing, the index is compared with what
// is stored.
//
// # Models
//
// Suggestions are made by a model: the codebook, what people have decided, a
// sample of answers, and the recommendations of earlier rounds. Its name is a
// digest of all these. When it changes, the suggestions of the whole programme
// are made again, beside the work on new answers; so what is suggested depends
// on what is stored and not on when it was read. To keep the pages from
// changing under the hands of those who review, the model learns from decisions
// when their number has doubled, not after each.
//
// An answer on which a stage fails is set aside with the reason, and the rest
// goes on. Answers that may only be counted are neither read nor indexed.
//
// It decides nothing and knows no engine: see search.Engine.
package pipeline
