package survey

import "slices"

// An AuditAction says what was done.
type AuditAction string

// What goes into the audit. The list is closed: there is a sentence for each in
// AuditActions, and an action without one is not written.
const (
	AuditBegun AuditAction = "audit.begun" // the first row

	SignedIn       AuditAction = "staff.signed-in"
	SignedOut      AuditAction = "staff.signed-out"
	SignInsFailed  AuditAction = "staff.sign-ins-failed" // of a day
	AccountAdded   AuditAction = "account.added"
	AccountChanged AuditAction = "account.changed"

	ProgrammeSaved   AuditAction = "programme.saved"
	RoundSaved       AuditAction = "round.saved"
	WaveSaved        AuditAction = "wave.saved"
	FormPublished    AuditAction = "form.published"
	ParticipantSaved AuditAction = "participant.saved"
	InvitationsMade  AuditAction = "invitations.made"
	InvitationsSent  AuditAction = "invitations.sent"
	MailPlanned      AuditAction = "mail.planned"
	MailWorded       AuditAction = "mail.worded"
	MailStopped      AuditAction = "mail.stopped"
	AnswersImported  AuditAction = "answers.imported"

	AnswersWithdrawnFor AuditAction = "answers.withdrawn-for"
	RetentionExtended   AuditAction = "retention.extended"
	RetentionEnforced   AuditAction = "retention.enforced"
	WithdrawalsReplayed AuditAction = "withdrawals.replayed"

	CodebookSaved       AuditAction = "codebook.saved"
	CodingAdded         AuditAction = "coding.added"
	CodingDecided       AuditAction = "coding.decided"
	CodingsSpread       AuditAction = "coding.spread"
	ActionDecided       AuditAction = "action.decided"
	RecommendationSaved AuditAction = "recommendation.saved"

	DictionarySaved   AuditAction = "dictionary.saved"
	IdentifierDecided AuditAction = "identifier.decided"
	MaskingsExported  AuditAction = "maskings.exported"

	QuoteChosen     AuditAction = "quote.chosen"
	QuoteChanged    AuditAction = "quote.changed"
	QuoteRemoved    AuditAction = "quote.removed"
	PublicTextSaved AuditAction = "public_text.saved"

	StyleSaved      AuditAction = "style.saved"
	SummaryEdited   AuditAction = "summary.edited"
	StatementEdited AuditAction = "statement.edited"
	CheckClosed     AuditAction = "check.closed"
	CheckReopened   AuditAction = "check.reopened"

	SummaryDownloaded AuditAction = "summary.downloaded"
	DataExported      AuditAction = "data.exported"

	EditionDrafted   AuditAction = "edition.drafted"
	EditionDecided   AuditAction = "edition.decided"
	EditionSigned    AuditAction = "edition.signed"
	EditionPublished AuditAction = "edition.published"
	EditionWithdrawn AuditAction = "edition.withdrawn"

	PreviewsShown    AuditAction = "previews.shown"
	PreviewsLinked   AuditAction = "previews.linked"
	PreviewSettled   AuditAction = "preview.settled"
	PreviewsAnswered AuditAction = "previews.answered" // of a day

	BackupMade     AuditAction = "backup.made"
	BackupRestored AuditAction = "backup.restored"
	DatabaseMoved  AuditAction = "database.moved"
	IndexRebuilt   AuditAction = "index.rebuilt"
	FollowerAway   AuditAction = "follower.away"
	AuditExported  AuditAction = "audit.exported"

	AnswersReceived  AuditAction = "answers.received"  // of a day
	ConsentsGiven    AuditAction = "consents.given"    // of some days
	AnswersWithdrawn AuditAction = "answers.withdrawn" // of a day
)

// AuditKind describes a kind of action.
type AuditKind struct {
	Action   AuditAction
	Object   string // the kind of thing it is done to, empty for none
	Sentence string // what it means, as people read it
	Total    bool   // a total of days, without who and when
}

// AuditActions returns all kinds of action, in the order of the work.
func AuditActions() []AuditKind {
	return slices.Concat(auditedCollecting(), auditedAnalysis(), auditedPublishing(), auditedKeeping())
}

// auditedCollecting are accounts, programmes, forms, invitations and answers.
func auditedCollecting() []AuditKind {
	return []AuditKind{
		{AuditBegun, "database", "The audit of this database begins.", false},
		{SignedIn, "account", "A person of the staff signed in.", false},
		{SignedOut, "account", "A person of the staff signed out.", false},
		{SignInsFailed, "", "Attempts to sign in failed on this day.", true},
		{AccountAdded, "account", "A staff account was added.", false},
		{AccountChanged, "account", "A staff account was changed or got a new password.", false},
		{ProgrammeSaved, "programme", "A programme was set up or changed.", false},
		{RoundSaved, "round", "A round was set up or changed.", false},
		{WaveSaved, "wave", "A wave was set up or changed.", false},
		{FormPublished, "programme", "A version of a form was published.", false},
		{ParticipantSaved, "round", "A person was put on the list of a round or changed there.", false},
		{InvitationsMade, "wave", "Invitations to a wave were made.", false},
		{InvitationsSent, "wave", "Invitations or reminders of a wave were sent.", false},
		{MailPlanned, "wave", "What is sent about a wave by itself was decided.", false},
		{MailWorded, "wave", "The words of a message about a wave were changed.", false},
		{MailStopped, "wave", "The sending of invitations or reminders was stopped.", false},
		{AnswersImported, "wave", "Responses were stored from a file.", false},
		{AnswersWithdrawnFor, "wave", "A response was withdrawn by staff, because its participant had asked for it.", false},
		{RetentionExtended, "wave", "The answers to a wave are kept for longer than was said at first.", false},
		{RetentionEnforced, "wave", "The answers to a wave were kept as long as was promised, and are counts now.", false},
		{WithdrawalsReplayed, "database", "Responses that had been withdrawn were taken out of a backup that was put back.", false},
	}
}

// auditedAnalysis is what people make of answers.
func auditedAnalysis() []AuditKind {
	return []AuditKind{
		{CodebookSaved, "programme", "A version of the codebook was saved.", false},
		{CodingAdded, "round", "A theme was put on an answer by a person.", false},
		{CodingDecided, "round", "A coding was accepted, rejected or put back.", false},
		{CodingsSpread, "programme", "A theme was put on all answers of a search, or taken off again.", false},
		{ActionDecided, "round", "A recommendation found in an answer was accepted, rejected or put back.", false},
		{RecommendationSaved, "round", "A recommendation of a round was saved.", false},
	}
}

// auditedPublishing is what is decided about a summary and its editions.
func auditedPublishing() []AuditKind {
	return []AuditKind{
		{DictionarySaved, "programme", "What a programme says for people and places instead of their names was changed.", false},
		{IdentifierDecided, "round", "Words of answers that could tell who is meant were replaced or let stand, or that was taken back or agreed to.", false},
		{MaskingsExported, "round", "The record of what was replaced in answers was downloaded.", false},
		{QuoteChosen, "round", "Words of answers were chosen to be quoted.", false},
		{QuoteChanged, "round", "What is printed of a chosen quote, or where it stands, was changed.", false},
		{QuoteRemoved, "round", "A chosen quote was taken out.", false},
		{PublicTextSaved, "programme", "What everybody can read already was added or taken out, to be compared with quotes.", false},
		{StyleSaved, "programme", "A version of a programme's words for numbers of people was saved.", false},
		{SummaryEdited, "round", "The title, the introduction or the parts of a summary were changed.", false},
		{StatementEdited, "round", "A statement of a summary was worded, moved, left out or put back.", false},
		{CheckClosed, "round", "A warning about a summary was closed with a reason.", false},
		{CheckReopened, "round", "A warning about a summary that had been closed was opened again.", false},
		{SummaryDownloaded, "round", "The draft of the summary was downloaded or written to a file.", false},
		{DataExported, "round", "Answers, codings, lists of people or recommendations were exported.", false},
		{EditionDrafted, "edition", "An edition was frozen for signing.", false},
		{EditionDecided, "edition", "A check of an edition was decided.", false},
		{EditionSigned, "edition", "An edition was signed off.", false},
		{EditionPublished, "edition", "An edition was published.", false},
		{EditionWithdrawn, "edition", "An edition was withdrawn or replaced.", false},
		{PreviewsShown, "round", "Quotes were put before the people who gave the words.", false},
		{PreviewsLinked, "round", "Private links were made for people who are quoted.", false},
		{PreviewSettled, "round", "A change that a quoted person asked for was dealt with.", false},
		{PreviewsAnswered, "wave", "People who are quoted said on this day whether their words may be printed.", true},
	}
}

// auditedKeeping is the care of the data, and what is counted of whole days.
func auditedKeeping() []AuditKind {
	return []AuditKind{
		{BackupMade, "database", "A backup was made.", false},
		{BackupRestored, "database", "A backup was put back: what came after it is not in this audit.", false},
		{DatabaseMoved, "database", "The database was moved to another place or engine.", false},
		{IndexRebuilt, "database", "The index was made again.", false},
		{FollowerAway, "follower", "A follower of the change feed was away for long and is no longer waited for.", false},
		{AuditExported, "database", "The audit was exported.", false},
		{AnswersReceived, "wave", "Responses were received on this day.", true},
		{ConsentsGiven, "wave", "Consents to be quoted were given with responses up to this day.", true},
		{AnswersWithdrawn, "wave", "Responses were withdrawn on this day.", true},
	}
}

// Kind returns what there is to know about the action, and false for one that
// is not in the list.
func (a AuditAction) Kind() (AuditKind, bool) {
	for _, k := range AuditActions() {
		if k.Action == a {
			return k, true
		}
	}
	return AuditKind{}, false
}
