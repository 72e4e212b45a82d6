package store

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	maskingColumns   = `SELECT id, round_id, verbatim_id, span_start, span_end, kind, entity_id, decision, descriptor, reason, made_by, made_at FROM masking`
	maskingsOfRound  = maskingColumns + ` WHERE round_id = $1 ORDER BY made_at, verbatim_id, seq`
	maskingsOfAnswer = maskingColumns + ` WHERE verbatim_id = $1 ORDER BY seq`
	maskingsOfEntity = maskingColumns + ` WHERE entity_id = $1 ORDER BY verbatim_id, seq`
	maskingsOfScheme = `SELECT m.id, m.round_id, m.verbatim_id, m.span_start, m.span_end, m.kind, m.entity_id, m.decision, m.descriptor, m.reason, m.made_by, m.made_at
		FROM masking m JOIN round o ON o.id = m.round_id WHERE o.programme_id = $1 ORDER BY m.verbatim_id, m.seq`
	lastMasking    = `SELECT count(*) FROM masking WHERE verbatim_id = $1`
	insertMaskings = `INSERT INTO masking (id, round_id, response_id, verbatim_id, seq, span_start, span_end, kind, entity_id, decision, descriptor, reason, made_by, made_at) VALUES`
	answerText     = `SELECT text FROM answer WHERE response_id = $1 AND question = $2`
)

const (
	// maxReason is how many characters a reason may have: a sentence or two.
	maxReason = 500
	// maxDecisions is how many places one decision may be about. A name that is
	// written more often is decided in several goes.
	maxDecisions = 5000
)

// Decide adds decisions about places in answers of a round to the log, all or
// none. A decision about a place that overlaps others takes those back first, by
// rows of their own. Agreed and Undone need a decision in force about their
// place, and nobody agrees with their own.
func (s *Store) Decide(ctx context.Context, by string, ms ...analysis.Masking) (err error) {
	defer fault.Wrap(&err, "analysis/store.Decide(%d places)", len(ms))
	switch {
	case len(ms) == 0:
		return nil
	case len(ms) > maxDecisions:
		return fault.Coded("I26", "%d places are more than one decision takes: decide at most %d at once.", len(ms), maxDecisions)
	case by == "":
		return fault.Coded("I24", "A decision about words that could identify needs the name of the person who made it.")
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		for _, m := range ms {
			m.By = by
			if err := s.decideOne(ctx, tx, m); err != nil {
				return err
			}
		}
		return s.audit(ctx, tx, survey.IdentifierDecided, ms[0].RoundID, survey.AuditDetails{"decision": string(ms[0].Decision), "places": len(ms)})
	})
}

func (s *Store) decideOne(ctx context.Context, tx *sqldb.Tx, m analysis.Masking) error {
	if err := checkMasking(m); err != nil {
		return err
	}
	if err := inAnswer(ctx, tx, m); err != nil {
		return err
	}
	log, err := sqldb.Collect(ctx, tx, scanMasking, maskingsOfAnswer, m.VerbatimID)
	if err != nil {
		return err
	}
	inForce := analysis.InForce(log)
	at := slices.IndexFunc(inForce, func(o analysis.Masking) bool { return o.Span == m.Span })
	switch m.Decision {
	case analysis.Undone, analysis.Agreed:
		if at < 0 {
			return fault.New(fault.Conflict, "Nothing is decided about these words any more: look at the page again.")
		}
		before := inForce[at]
		if m.Decision == analysis.Agreed && before.By == m.By {
			return fault.Coded("I27", "The second look is for somebody else than the person who decided.")
		}
		m.Kind, m.Entity = before.Kind, before.Entity
		return s.addMaskings(ctx, tx, m)
	case analysis.Masked, analysis.Kept:
	}
	var rows []analysis.Masking
	for _, o := range inForce {
		if o.Span.Overlaps(m.Span) && o.Span != m.Span {
			o.Decision, o.Descriptor, o.Reason, o.By = analysis.Undone, "", "gave way to a decision about other words", m.By
			rows = append(rows, o)
		}
	}
	return s.addMaskings(ctx, tx, append(rows, m)...)
}

func checkMasking(m analysis.Masking) error {
	if utf8.RuneCountInString(m.Reason) > maxReason {
		return fault.Coded("I28", "The reason is longer than %d characters: say it in a sentence or two.", maxReason)
	}
	switch m.Decision {
	case analysis.Masked:
		return checkDescriptor(m.Descriptor, false)
	case analysis.Kept:
		if strings.TrimSpace(m.Reason) == "" {
			return fault.Coded("I28", "Say why these words may stand, such as “a public office”.")
		}
		return nil
	case analysis.Undone, analysis.Agreed:
		return nil
	}
	return fault.Coded("I29", "%q is no decision: replace the words, keep them, undo or agree.", m.Decision)
}

// inAnswer returns a fault unless the place is one in its answer.
func inAnswer(ctx context.Context, tx *sqldb.Tx, m analysis.Masking) error {
	response, question, _ := strings.Cut(m.VerbatimID, ".")
	text, err := sqldb.One(ctx, tx, scanText, answerText, response, question)
	if err != nil {
		return err
	}
	if words := m.Span.In(text); strings.TrimSpace(words) == "" || !utf8.ValidString(words) {
		return fault.Coded("I30", "The place (bytes %d to %d) does not lie inside the answer: look at the page again.", m.Span.Start, m.Span.End)
	}
	return nil
}

// redescribe gives every place that is masked as an entity its new descriptor.
func (s *Store) redescribe(ctx context.Context, tx *sqldb.Tx, entity, descriptor, by string) error {
	log, err := sqldb.Collect(ctx, tx, scanMasking, maskingsOfEntity, entity)
	if err != nil {
		return err
	}
	var rows []analysis.Masking
	for _, m := range analysis.InForce(log) {
		if m.Decision == analysis.Masked && m.Descriptor != descriptor {
			m.Descriptor, m.By, m.Reason = descriptor, by, "the dictionary says so now"
			rows = append(rows, m)
		}
	}
	return s.addMaskings(ctx, tx, rows...)
}

// addMaskings adds rows to the log, in their order.
func (s *Store) addMaskings(ctx context.Context, tx *sqldb.Tx, ms ...analysis.Masking) error {
	seq := map[string]int{}
	rows := make([][]any, len(ms))
	now := sqldb.Micros(s.Now())
	for i, m := range ms {
		if _, ok := seq[m.VerbatimID]; !ok {
			n, err := sqldb.One(ctx, tx, scanInt, lastMasking, m.VerbatimID)
			if err != nil {
				return err
			}
			seq[m.VerbatimID] = n
		}
		seq[m.VerbatimID]++
		rows[i] = []any{
			sqldb.NewID(), m.RoundID, responseOf(m.VerbatimID), m.VerbatimID, seq[m.VerbatimID], m.Span.Start, m.Span.End,
			string(m.Kind), m.Entity, string(m.Decision), m.Descriptor, m.Reason, m.By, now,
		}
	}
	return sqldb.Insert(ctx, tx, insertMaskings, rows)
}

// MaskingLog returns all that was ever decided about words in a round's answers,
// in the order in which it was decided.
func (s *Store) MaskingLog(ctx context.Context, roundID string) (_ []analysis.Masking, err error) {
	defer fault.Wrap(&err, "analysis/store.MaskingLog(%s)", roundID)
	return sqldb.Collect(ctx, s.DB, scanMasking, maskingsOfRound, roundID)
}

// ProgrammeMaskings returns the decisions in force about the answers of all
// rounds of a programme.
func (s *Store) ProgrammeMaskings(ctx context.Context, programmeID string) (_ []analysis.Masking, err error) {
	defer fault.Wrap(&err, "analysis/store.ProgrammeMaskings(%s)", programmeID)
	log, err := sqldb.Collect(ctx, s.DB, scanMasking, maskingsOfScheme, programmeID)
	return analysis.InForce(log), err
}

func scanMasking(r sqldb.Row) (m analysis.Masking, err error) {
	var at int64
	err = r.Scan(&m.ID, &m.RoundID, &m.VerbatimID, &m.Span.Start, &m.Span.End, &m.Kind, &m.Entity, &m.Decision, &m.Descriptor, &m.Reason, &m.By, &at)
	m.At = sqldb.Time(at)
	return m, err
}
