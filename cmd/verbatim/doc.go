// Verbatim takes an evaluation from the question asked to the page published.
//
// Participants answer forms in a browser; researchers search, code and compare
// what they wrote; coordinators turn it into recommendations and a summary in
// which every quote, every count and every "several mentors" can be traced to an
// answer and is checked before it is published. One binary, on one machine, with
// nothing sent anywhere.
//
// This comment is the tour of the code, bottom-up. Read it once with the files
// open; README.md says how to run it, .adr says why it is so.
//
// # The rule of imports
//
// Imports run left along survey, search, analysis, web, cmd. Inside the first
// three, sub-packages import their parent and never the reverse. Each engine is
// imported by the one package that wraps it. [verbatim/cmd/internal/archtest]
// proves it. The same entity has the same file name in each package: what there
// is to know about a response is in response.go of survey, survey/store and
// web/participate.
//
// # survey: asking
//
// [verbatim/survey] holds the words: Programme, Round, Wave, Form, Question,
// Response, Answer, Verbatim, and the rules that need no disk. A verbatim is one
// whole free-text answer; it is stored once, hashed, and never changes. What may
// be done with it is its QuoteConsent, asked apart from the consent to take part.
// [verbatim/survey/fault] is the one error type: a text that is safe to show and
// a chain for the log.
//
// [verbatim/survey/sqldb] opens SQLite or PostgreSQL behind one SQL text and is
// the only importer of drivers. All writes go through DB.Write: concurrent
// callers share one durable commit, each is answered after the fsync of its own
// rows, and a failing one fails alone. [verbatim/survey/store] keeps the survey's
// tables on it and the change feed: a gap-free sequence of what was stored,
// withdrawn or decided, which everything derived follows from a cursor.
// Every decision of staff is a row of a hash-chained audit, written in the same
// transaction as what it tells of, by the actor of the context; what participants
// did is added as totals of whole days. Where several processes share a
// PostgreSQL database, one holds a Lead, and a Relay carries wake-ups. Work
// beside the pages is rows of a job table, run by any process under a lease. All
// removals pass through withdrawal.go of survey/store; removals.go lists them
// outside of the database, retention.go ends what was promised, upkeep.go does
// each day what must be done.
//
// [verbatim/survey/backup] copies the database while it serves, puts copies back
// and moves them between engines; it is the only importer of age.
// [verbatim/survey/doctor] looks whether an installation is as it should be, and
// tries to join people with responses that are to be anonymous.
//
// [verbatim/survey/expr] reads, evaluates and prints the expressions of forms, and
// [verbatim/survey/fill] works out with them what a form asks of one person: the
// pages, the store and import go through it and nothing else. A page that repeats
// has turns; its answers are stored as question#turn. [verbatim/survey/design] is
// what somebody does who writes a form: it changes, checks and compares forms, and
// turns conditions into sentences and back. [verbatim/survey/xlsform] reads and
// writes forms as XLSForm, [verbatim/survey/formfile] as any kind of file, and
// [verbatim/survey/instrument] holds published sets of questions as data, checks
// that pages made of them are unaltered, and scores them.
//
// [verbatim/survey/roster] reads lists of participants, [verbatim/survey/meetings]
// counts the meetings of pairs and the hours that are paid. [verbatim/survey/mail]
// words invitations and reminders and hands them to a mail server, each at most
// once; it is the only importer of go-smtp. [verbatim/survey/identify] finds what in
// words could tell who is meant, and [verbatim/survey/upload] says what a file is
// and strips photographs of where and when they were taken.
//
// [verbatim/survey/starter] holds the five waves of a scheme to begin with,
// [verbatim/survey/csvfile] reads answers that were collected elsewhere,
// [verbatim/survey/sheet] reads and writes spreadsheets, in which no text is a
// formula, and is the only importer of excelize,
// [verbatim/survey/surveytest] is what tests use: a real database in a temporary
// folder, never a mock.
//
// # search: finding
//
// [verbatim/search] parses what a researcher types into a tree and defines
// documents, requests and results; it knows no engine.
// [verbatim/search/bleveindex] translates the tree for bleve. The index holds no
// text: a hit names spans, and the words come from the database. It keeps the
// positions of words in memory, segment by segment, and rewrites by itself the
// segments that hold what was withdrawn. [verbatim/search/bleveindex/bare] is
// bleve as it comes, to be measured beside.
// [verbatim/search/stem] brings words to their stems, [verbatim/search/corpus]
// makes answers with planted sentences, so that counts are known exactly, and
// [verbatim/search/searchtest] is the conformance suite, in files a researcher
// can read.
//
// # analysis: making sense
//
// [verbatim/analysis] holds Codebook, Theme, Coding, Action, Recommendation,
// Quote, Statement and Summary. The machine suggests and people decide: a coding
// by the machine is a suggestion until somebody has accepted it.
//
// The stages are small packages with no disk: [verbatim/analysis/nlp] (sentences,
// tokens, stems, with byte offsets), [verbatim/analysis/vectors] (word vectors),
// [verbatim/analysis/theme] (which themes does this answer speak of, and why),
// [verbatim/analysis/suggest] (what does it ask somebody to do),
// [verbatim/analysis/similar] (is this the same as that, does it build on an
// earlier round), [verbatim/analysis/agreement] (do two coders agree),
// [verbatim/analysis/stats] (themes by role, what goes together, which words set
// two sides apart), [verbatim/analysis/sentiment] (a rough reading of tone),
// [verbatim/analysis/claim] (what a sentence claims: how many, how much, what made
// what; the draft and summaries published elsewhere are read by it alike),
// [verbatim/analysis/disclose] (what could identify somebody, which counts give
// somebody away, whom the quotes of one person fit; it lays people's decisions
// over quotes), [verbatim/analysis/quote] (is what is printed what was written, and
// which quotes carry a theme).
//
// [verbatim/analysis/store] keeps what they find and what people decided: codings,
// quotes with their edits, sentences, the reasons for which warnings stand, the log
// of what is printed in place of names, recommendations with their references,
// links and notes, editions. Decisions are rows of their own, laid over what the
// answers give at each look; nothing derived is stored.
// [verbatim/analysis/hint] reads answers in the background for names that only the
// model of the language sees.
// [verbatim/analysis/pipeline] follows the change feed, runs the stages over what
// is new, writes suggestions and the index, and moves its cursor: at least once,
// idempotent. [verbatim/analysis/collate] turns a round into a Summary: people
// are counted, quantifiers computed, quotes picked, checks made, and it is said
// what became of the recommendations of all rounds before.
// [verbatim/analysis/report] writes one tree in every format, reads files again to
// prove that every quote survived, and says what somebody changed in them and how
// it could be declared; [verbatim/analysis/report/pdf] prints the web page by a
// Chromium that somebody named. [verbatim/analysis/edition] makes publications out
// of one collation, each with its own rules on what it may show: what hinders one,
// what two of them have apart, and what they would tell together.
// [verbatim/analysis/published] reads summaries that were published elsewhere,
// says what is wrong with them, and proposes what of them to take over.
//
// [verbatim/analysis/dataset] makes of all answers to a form, through its versions,
// a table with a codebook for a spreadsheet, R or SPSS.
//
// Where several processes share a database, one leads and makes suggestions, in a
// term that the database compares with each of its writes; every process follows
// the feed into its own index, with a bookmark beside it that says whose it is.
// [verbatim/analysis/find] is searching as pages and commands share it: names for
// keys, the words of what was found, tables to take away, and what disclosure
// asks for; so that a page, a command and a file cannot differ.
//
// # web: the site
//
// [verbatim/web] is the server: routes.go lists every address on one screen.
// [verbatim/web/middleware] and [verbatim/web/session] are what requests pass
// through (files of a form that do not fit into memory are encrypted before they
// touch the disk, and one for which there is no room is read to its end and not
// kept), [verbatim/web/page] holds one typed struct a page, in whose texts words
// of another language stand between marks (marked.go), [verbatim/web/render] the
// templates, the stylesheet and the scripts. Pages of
// forms are poured from moulds: templates that were executed once with marks and
// cut at the marks, so the template stays the only source; what hangs on answers
// is made by the template itself. [verbatim/web/page/words] holds the interface's
// own words for participants, found by their English.
// [verbatim/survey/mail/mailtest] is a real mail server for tests,
// [verbatim/web/webtest], [verbatim/web/stafftest] and [verbatim/web/browsertest]
// are browsers for tests, the last a real one. [verbatim/web/participate] is the participants' half and cannot import analysis
// or search; [verbatim/web/research] and [verbatim/web/coordinate] are the staff's,
// [verbatim/web/coordinate/forms] is the editor of forms. In coordinate, files are
// named by what they are about: recommendations*.go what a round asks for,
// merge*.go the desk on which that is put together and taken apart,
// recommendation*.go one recommendation with its history, fates.go what a round
// says of earlier ones, ledger*.go all rounds side by side, import*.go summaries
// from elsewhere, sides*.go the answers of one person or pair side by side: who may
// be shown, and in which rows.
// Everything works without JavaScript.
//
// # cmd: this program
//
// main calls run; cli.go is the whole command line as one struct; there is one
// file a command. app.go puts the parts together; wait.go answers while the
// database is not there yet. [verbatim/cmd/internal/load] is a crowd of people who
// fill in forms, [verbatim/cmd/internal/bare] the least server that could take
// them, [verbatim/cmd/internal/faults] breaks what the site stands on and sends it
// what nobody should send, and
// [verbatim/cmd/internal/searchbench] measures searching,
// [verbatim/cmd/internal/publishbench] the way to a file and what is caught in
// altered ones. demo.go does the whole job on a
// real evaluation and is the shortest way to see everything at work.
//
// # How a response flows
//
// A browser posts a page; web/participate keeps every word in a draft, then
// validates it (survey/fill). On submission store.Submit writes response,
// answers and one row of the feed in one durable transaction and the browser is
// sent to its receipt. The pipeline wakes, reads the feed after its cursor, splits
// sentences, suggests themes and actions, matches them with earlier rounds, writes
// them, updates the index, moves the cursor. The answer can now be found, and the
// next look at the draft counts it.
package main
