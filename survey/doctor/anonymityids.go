package doctor

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

// An examination holds what there is to know about a wave from both sides.
type examination struct {
	config   AnonymityConfig
	snapshot *sqldb.Snapshot
	wave     store.AnonymousWave

	responses map[string]sqldb.Physical // by ID
	invited   map[string]sqldb.Physical // invitations by ID
	tokens    map[string]bool           // hashes of their tokens
	people    map[string]bool           // participants of the round, by ID
	listed    map[string]int            // how many of them have each role
	hanging   []string                  // tables whose rows hang on responses
	settled   bool                      // all rows that tell of responses were moved after the last one came
}

// load reads the two sides.
func (e *examination) load(ctx context.Context) error {
	e.responses, e.invited = map[string]sqldb.Physical{}, map[string]sqldb.Physical{}
	e.tokens, e.people, e.listed = map[string]bool{}, map[string]bool{}, map[string]int{}
	for _, side := range []struct {
		table, of, id string
		keep          func(id string, p sqldb.Physical)
	}{
		{"response", "wave_id", e.wave.ID, func(id string, p sqldb.Physical) { e.responses[id] = p }},
		{"invitation", "wave_id", e.wave.ID, func(id string, p sqldb.Physical) {
			e.invited[id], e.tokens[text(p.Value("token_hash"))] = p, true
		}},
		{"participant", "round_id", e.wave.RoundID, func(id string, p sqldb.Physical) {
			e.people[id] = true
			e.listed[text(p.Value("role"))]++
		}},
	} {
		err := e.snapshot.Rows(ctx, side.table, func(p sqldb.Physical) error {
			if text(p.Value(side.of)) == side.id {
				side.keep(text(p.Value("id")), p)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	e.hanging = e.snapshot.TablesWith("response_id")
	day, err := store.UnorderedUntil(ctx, e.snapshot)
	e.settled = err == nil
	for _, p := range e.responses {
		e.settled = e.settled && text(p.Value("received_on")) <= string(day)
	}
	return err
}

// leastToken is how many characters a word must have to tell one thing from
// another: shorter ones are keys, days and numbers, which many rows share.
const leastToken = 12

// tokensOf returns the words of a row that could be identifiers.
func tokensOf(p sqldb.Physical) map[string]bool {
	found := map[string]bool{}
	for _, v := range p.Values {
		for _, w := range strings.FieldsFunc(text(v), func(r rune) bool {
			return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
		}) {
			if len(w) >= leastToken {
				found[w] = true
			}
		}
	}
	return found
}

func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case []byte:
		return string(v)
	}
	return fmt.Sprint(v)
}

// A side is what the rows of one side hold: words, and how many of the side's
// things they lead to.
type side map[string]map[string]bool

func (s side) add(word, thing string) {
	if s[word] == nil {
		s[word] = map[string]bool{}
	}
	s[word][thing] = true
}

// identifiers looks in all tables for rows that name a response and a person,
// and for words that stand in rows of both sides.
func (e *examination) identifiers(ctx context.Context) ([]Attempt, error) {
	a := Attempt{
		Channel: "identifiers", Of: len(e.responses), Chance: chance(len(e.responses)),
		Tried: "every value of every table: does a row name a response together with a participant or an invitation, or does a value stand on both sides?",
	}
	joins, tables := map[string]bool{}, map[string]bool{}
	left, right, where := side{}, side{}, map[string]string{}
	for _, table := range e.snapshot.Tables() {
		err := e.snapshot.Rows(ctx, table, func(p sqldb.Physical) error {
			words := tokensOf(p)
			responses, persons := e.named(words)
			for _, r := range responses {
				if len(persons) > 0 {
					joins[r], tables[table] = true, true
				}
				for w := range words {
					left.add(w, r)
					where[w] = table
				}
			}
			for _, x := range persons {
				for w := range words {
					right.add(w, x)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for word, responses := range left {
		// A word that leads to one of many on each side joins them; one that all
		// rows of a side have, such as the wave's, does not.
		if persons := right[word]; len(persons) == 1 && len(responses) == 1 && max(len(e.invited), len(e.people)) > 1 {
			joins[slices.Collect(maps.Keys(responses))[0]], tables[where[word]] = true, true
		}
	}
	a.Found = fmt.Sprintf("%d tables were read; no value joins the two sides", len(e.snapshot.Tables()))
	if len(joins) > 0 {
		a.Hits, a.Verdict = float64(len(joins)), Linked
		a.Found = fmt.Sprintf("%s responses can be joined to a person or an invitation, through %s", share(a.Hits, a.Of), strings.Join(slices.Sorted(maps.Keys(tables)), ", "))
		a.Do = "take the values out of these tables, find out what wrote them, and tell the participants"
	}
	return []Attempt{a}, nil
}

// named returns the responses and the persons or invitations that words name.
func (e *examination) named(words map[string]bool) (responses, persons []string) {
	for w := range words {
		if _, ok := e.responses[w]; ok {
			responses = append(responses, w)
		}
		if _, ok := e.invited[w]; ok || e.people[w] {
			persons = append(persons, w)
		}
	}
	return responses, persons
}

// chance is how many people are joined with their own response by guessing
// blindly: one, however many there are.
func chance(n int) float64 { return min(1, float64(n)) }
