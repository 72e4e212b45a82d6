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
