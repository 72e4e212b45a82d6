package identify

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
)

// maxTest bounds a test set in bytes, so that a wrong file ends with a word.
const maxTest = 64 << 20

// An Evaluation is how well identifiers are found in a labelled test set.
type Evaluation struct {
	Texts      int     `json:"texts"`
	People     int     `json:"people"`              // names labelled
	Lists      float64 `json:"person_lists"`        // share of them overlapped by a found name, without any roster
	HalfRoster float64 `json:"person_half_roster"`  // the same when every second person of the set is on the roster
	Roster     float64 `json:"person_roster"`       // the same when all people with a whole name in the set are
	Contacts   int     `json:"contacts"`            // e-mail, phone and web addresses labelled
	Recall     float64 `json:"contact_recall"`      // share of contacts that are overlapped by one found
	Precision  float64 `json:"contact_precision"`   // share of contacts found that overlap one labelled
	Near       float64 `json:"person_misspelt"`     // the same when the roster has each name with one letter changed
	NameFree   int     `json:"name_free"`           // answers that name nobody
	FalseMasks float64 `json:"false_masks_per_100"` // names found in them, for each hundred
	Missed     []Found `json:"-"`                   // contacts that were not found
	Wrong      []Found `json:"-"`                   // contacts that are none
	Unnamed    []Found `json:"-"`                   // names that the lists alone did not find
}

// String returns the figures in three lines.
func (e Evaluation) String() string {
	return fmt.Sprintf("%d texts, %d names: recall %.3f with lists only, %.3f with half of the people on the roster, %.3f with all\n%d e-mail, phone and web addresses: recall %.3f, precision %.3f\n%d answers that name nobody: %.2f false masks for each hundred",
		e.Texts, e.People, e.Lists, e.HalfRoster, e.Roster, e.Contacts, e.Recall, e.Precision, e.NameFree, e.FalseMasks)
}

// labelled is one text of a test set. Positions count characters.
type labelled struct {
	Text  string `json:"full_text"`
	Spans []struct {
		Type  string `json:"entity_type"`
		Value string `json:"entity_value"`
		Start int    `json:"start_position"`
		End   int    `json:"end_position"`
	} `json:"spans"`
}

// contactTypes are the labels of the kinds that have a syntax.
var contactTypes = map[string]Kind{"EMAIL_ADDRESS": Email, "PHONE_NUMBER": Phone, "DOMAIN_NAME": URL}

// Evaluate measures a test set: a JSON list of {"full_text", "spans":
// [{"entity_type", "entity_value", "start_position", "end_position"}]} with
// positions in characters. A name counts as found when a found name overlaps
// it. Free are files of answers that name nobody, one a line, plain or as
// {"text"}: what is found there as a name is false.
func Evaluate(test io.Reader, free ...io.Reader) (e Evaluation, err error) {
	defer fault.Wrap(&err, "identify.Evaluate")
	var texts []labelled
	if err := json.NewDecoder(io.LimitReader(test, maxTest)).Decode(&texts); err != nil {
		return Evaluation{}, fault.Coded("I31", "The test set is no list of texts with spans: %v.", err)
	}
	all, half := rosters(texts)
	e.Texts = len(texts)
	lists, halfway, full := NewFinder(nil, nil), NewFinder(half, nil), NewFinder(all, nil)
	var byLists, byHalf, byAll, met, claimed, right int
	for _, t := range texts {
		people, contacts := t.gold()
		found := lists.Find(t.Text)
		e.People += len(people)
		byLists += e.count(people, found)
		byHalf += overlapping(people, halfway.Find(t.Text))
		byAll += overlapping(people, full.Find(t.Text))
		m, c, r := e.contacts(contacts, found)
		met, claimed, right = met+m, claimed+c, right+r
	}
	e.Lists, e.HalfRoster, e.Roster = share(byLists, e.People), share(byHalf, e.People), share(byAll, e.People)
	e.Near = nearRecall(texts, all, e.People)
	e.Recall, e.Precision = share(met, e.Contacts), share(right, claimed)
	var answers []string
	for _, r := range free {
		some, err := readAnswers(r)
		if err != nil {
			return Evaluation{}, err
		}
		answers = append(answers, some...)
	}
	e.NameFree = len(answers)
	_, e.FalseMasks = FalseMasks(answers)
	return e, nil
}

// maxLine is how many bytes one answer of a test set may have.
const maxLine = 1 << 20

// readAnswers reads answers, one a line, plain or as {"text"}.
func readAnswers(r io.Reader) ([]string, error) {
	var out []string
	lines := bufio.NewScanner(io.LimitReader(r, maxTest))
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		var one struct {
			Text string `json:"text"`
		}
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			one.Text = lines.Text()
		}
		if one.Text != "" {
			out = append(out, one.Text)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fault.Coded("I32", "The answers that name nobody cannot be read: %v.", err)
	}
	return out, nil
}

// nearRecall is the recall with a roster in which each part of a name of five
// letters or more lacks its third: how misspellings are found.
func nearRecall(texts []labelled, roster []string, people int) float64 {
	misspelt := make([]string, len(roster))
	for i, name := range roster {
		parts := strings.Fields(name)
		for j, p := range parts {
			if r := []rune(p); len(r) >= shortestNear {
				parts[j] = string(append(r[:2:2], r[3:]...))
			}
		}
		misspelt[i] = strings.Join(parts, " ")
	}
	f, n := NewFinder(misspelt, nil), 0
	for _, t := range texts {
		gold, _ := t.gold()
		n += overlapping(gold, f.Find(t.Text))
	}
	return share(n, people)
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// rosters returns the whole names of a test set, and every second of them.
func rosters(texts []labelled) (all, half []string) {
	seen := map[string]bool{}
	for _, t := range texts {
		for _, s := range t.Spans {
			if s.Type == "PERSON" && strings.Contains(strings.TrimSpace(s.Value), " ") && !seen[s.Value] {
				seen[s.Value] = true
				all = append(all, s.Value)
			}
		}
	}
	slices.Sort(all)
	for i := 0; i < len(all); i += 2 {
		half = append(half, all[i])
	}
	return all, half
}

// gold returns the labelled names and contacts of a text, as bytes.
func (t labelled) gold() (people, contacts []Found) {
	var at []int
	for i := range t.Text {
		at = append(at, i)
	}
	at = append(at, len(t.Text))
	for _, s := range t.Spans {
		if s.Start < 0 || s.End >= len(at) || s.Start > s.End {
			continue
		}
		span := survey.Span{Start: at[s.Start], End: at[s.End]}
		if s.Type == "PERSON" {
			people = append(people, Found{Kind: Name, Span: span, Text: t.Text})
		} else if kind, ok := contactTypes[s.Type]; ok {
			contacts = append(contacts, Found{Kind: kind, Span: span, Text: t.Text})
		}
	}
	return people, contacts
}

func (e *Evaluation) count(people, found []Found) int {
	for _, p := range people {
		if overlapping([]Found{p}, found) == 0 {
			p.Text = p.Span.In(p.Text)
			e.Unnamed = append(e.Unnamed, p)
		}
	}
	return overlapping(people, found)
}

// overlapping returns how many of the labelled names a found name overlaps.
func overlapping(people, found []Found) int {
	n := 0
	for _, p := range people {
		if slices.ContainsFunc(found, func(f Found) bool { return f.Kind == Name && f.Span.Overlaps(p.Span) }) {
			n++
		}
	}
	return n
}

// contacts returns how many labelled contacts were met, how many were claimed
// and how many of those are labelled.
func (e *Evaluation) contacts(gold, found []Found) (met, claimed, right int) {
	e.Contacts += len(gold)
	contact := func(f Found) bool { return f.Kind == Email || f.Kind == Phone || f.Kind == URL }
	for _, g := range gold {
		if slices.ContainsFunc(found, func(f Found) bool { return contact(f) && f.Span.Overlaps(g.Span) }) {
			met++
		} else {
			e.Missed = append(e.Missed, Found{Kind: g.Kind, Text: g.Span.In(g.Text)})
		}
	}
	for _, f := range found {
		if !contact(f) {
			continue
		}
		claimed++
		if slices.ContainsFunc(gold, func(g Found) bool { return f.Span.Overlaps(g.Span) }) {
			right++
		} else {
			e.Wrong = append(e.Wrong, f)
		}
	}
	return met, claimed, right
}

// FalseMasks returns the names that are found in texts known to hold none, and
// how many that is for each hundred texts.
func FalseMasks(texts []string) (masks []Found, perHundred float64) {
	f := NewFinder(nil, nil)
	for _, t := range texts {
		for _, found := range f.Find(t) {
			if found.Kind == Name {
				masks = append(masks, found)
			}
		}
	}
	return masks, 100 * share(len(masks), len(texts))
}
