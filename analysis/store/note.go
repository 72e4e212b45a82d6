package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	noteRow    = `SELECT n.id, n.recommendation_id, n.kind, n.value, n.words, n.evidence, n.is_public, n.day, n.made_by, n.made_at FROM recommendation_note n `
	notesOf    = noteRow + `WHERE n.recommendation_id = $1 ORDER BY n.place`
	notesOfIn  = noteRow + `JOIN recommendation m ON m.id = n.recommendation_id WHERE m.round_id = $1 ORDER BY n.recommendation_id, n.place`
	insertNote = `INSERT INTO recommendation_note (id, recommendation_id, place, kind, value, words, evidence, is_public, day, made_by, made_at) VALUES`
)

const (
	maxEvidence = 500 // characters of an address or a name of a file
	maxNotes    = 500 // of one recommendation: one a week for ten years
)

// AddNote adds an entry to the history of a recommendation. Without a day it is
// of today.
func (s *Store) AddNote(ctx context.Context, n analysis.Note) (err error) {
	defer fault.Wrap(&err, "analysis/store.AddNote(%s, %s)", n.RecommendationID, n.Kind)
	r, err := s.Recommendation(ctx, n.RecommendationID)
	if err != nil {
		return err
	}
	return s.changeRecommendations(ctx, r.RoundID, &r.Reference, "note: "+string(n.Kind), func(ctx context.Context, tx *sqldb.Tx) error {
		if r, err = recommendation(ctx, tx, n.RecommendationID); err != nil {
			return err
		}
		return s.addNotes(ctx, tx, r, []analysis.Note{n})
	})
}

// addNotes adds those notes that a recommendation does not have yet.
func (s *Store) addNotes(ctx context.Context, tx *sqldb.Tx, r analysis.Recommendation, notes []analysis.Note) error {
	var fresh []analysis.Note
	for _, n := range notes {
		n.Value, n.Words, n.Evidence, n.By = strings.TrimSpace(n.Value), strings.TrimSpace(n.Words), strings.TrimSpace(n.Evidence), ""
		if n.Day == "" {
			n.Day = survey.DayOf(s.Now())
		}
		if err := checkNote(n); err != nil {
			return err
		}
		if n.ID == "" || !slices.ContainsFunc(r.Notes, func(o analysis.Note) bool { return o.ID == n.ID }) {
			fresh = append(fresh, n)
		}
	}
	return s.putNotes(ctx, tx, r, fresh)
}

// putNotes adds notes as they are: those that are handed on may be of words that
// were withdrawn.
func (s *Store) putNotes(ctx context.Context, tx *sqldb.Tx, r analysis.Recommendation, notes []analysis.Note) error {
	var rows [][]any
	for _, n := range notes {
		id, by, day := cmp.Or(n.ID, sqldb.NewID()), cmp.Or(n.By, survey.ActorOf(ctx).String()), cmp.Or(n.Day, survey.DayOf(s.Now()))
		rows = append(rows, []any{id, r.ID, len(r.Notes) + len(rows) + 1, string(n.Kind), n.Value, n.Words, n.Evidence, boolInt(n.Public), string(day), by, sqldb.Micros(s.Now())})
	}
	if len(r.Notes)+len(rows) > maxNotes {
		return fault.Coded("L09", "%s has %d notes, and %d are the most: put what is to be said into one.", r.Reference, len(r.Notes), maxNotes)
	}
	return sqldb.Insert(ctx, tx, insertNote, rows)
}

// checkNote refuses what no note of its kind says.
func checkNote(n analysis.Note) error {
	if err := checkText("The note", n.Words, analysis.LongestNote); err != nil {
		return err
	}
	if err := checkText("The evidence", n.Evidence, maxEvidence); err != nil {
		return err
	}
	if !isDay(string(n.Day)) {
		return fault.Coded("L09", "%q is no day: write it as 2027-06-30.", string(n.Day))
	}
	switch n.Kind {
	case analysis.Remark:
		if n.Words == "" {
			return fault.Coded("L09", "Write what there is to note.")
		}
	case analysis.StatusNote:
		if !slices.Contains(analysis.Progresses(), analysis.Progress(n.Value)) {
			return fault.Coded("L09", "%q is no status. That something is overdue follows from its date.", n.Value)
		}
		if p := analysis.Progress(n.Value); p.Ended() && p != analysis.Done && n.Words == "" {
			return fault.Coded("L09", "Say why it is %s: the next summary says so too.", n.Value)
		}
	case analysis.ResponseNote:
		if !slices.Contains(analysis.Responses(), analysis.Response(n.Value)) {
			return fault.Coded("L09", "%q is no response: choose one of the list.", n.Value)
		}
	case analysis.DueNote:
		if !isDay(n.Value) {
			return fault.Coded("L09", "%q is no day: write it as 2027-06-30.", n.Value)
		}
	case analysis.ClosureNote:
		if n.Value == "" {
			return fault.Coded("L09", "Name the body or the meeting that agreed to close it.")
		}
		return checkText("The body", n.Value, maxBody)
	default:
		return fault.Coded("L09", "%q is no kind of note: choose one of the list.", string(n.Kind))
	}
	return nil
}

func isDay(text string) bool {
	_, err := survey.ParseDay(text)
	return err == nil && text != ""
}

func scanNote(r sqldb.Row) (n analysis.Note, err error) {
	var public, at int64
	err = r.Scan(&n.ID, &n.RecommendationID, &n.Kind, &n.Value, &n.Words, &n.Evidence, &public, &n.Day, &n.By, &at)
	n.Public, n.At = public != 0, sqldb.Time(at)
	return n, err
}
