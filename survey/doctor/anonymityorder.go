package doctor

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"verbatim/survey/sqldb"
)

// An ordering is something by which rows can be put in order: a column, or what
// the engine keeps beside the columns.
type ordering struct {
	name   string
	groups []int // sizes of what cannot be told apart, in order
}

// order compares what orders responses with what orders the invitations that
// were used: the k-th of one side is guessed to belong to the k-th of the other.
func (e *examination) order(ctx context.Context) ([]Attempt, error) {
	responses, err := e.orderings(ctx, e.responseKeys(), nil)
	if err != nil {
		return nil, err
	}
	var used []ordering
	if e.wave.Mode == "anonymous-invited" {
		if used, err = e.orderings(ctx, e.usedKeys(), e.unusedKeys()); err != nil {
			return nil, err
		}
	}
	n := len(e.responses)
	a := Attempt{
		Channel: "order", Of: n, Chance: chance(n),
		Tried: "rows in the order of their place, of the transaction that wrote them, and of each number and date beside them: is the k-th used invitation that of the k-th response?",
	}
	var best string
	for _, r := range responses {
		for _, u := range used {
			if hits := expectedHits(r.groups, u.groups); hits > a.Hits {
				a.Hits, best = hits, r.name+" beside "+u.name
			}
		}
	}
	a.Found = "used invitations are in no order that could be laid beside the responses"
	if len(used) > 0 {
		a.Found = fmt.Sprintf("%s are expected to be joined rightly by %s; blind guessing joins %.0f", share(a.Hits, n), best, a.Chance)
	}
	if a.Hits > linkedAbove*a.Chance && n > 1 {
		a.Verdict = Linked
		a.Do = "find out what keeps an order of the invitations, and remove it"
	}
	return []Attempt{a, e.arrival(responses)}, nil
}

// linkedAbove is how many times better than blind guessing an order must be to
// be a link: crowds of invitations that are written together let the order of
// large cohorts show a little.
const linkedAbove = 2.0

// arrival says whether the order in which responses came can be read at all. By
// itself it joins nobody; laid beside the log of a proxy or of a mail server it
// would.
func (e *examination) arrival(responses []ordering) Attempt {
	n := len(e.responses)
	a := Attempt{
		Channel: "order of arrival", Of: n,
		Tried: "is there anything from which the order can be read in which responses came, within a day, for somebody who also has the times from elsewhere, such as a proxy's log?",
		Found: "no: responses lie in no order, and nothing tells of it",
	}
	var names []string
	for _, o := range responses {
		if len(o.groups) > 1 {
			names = append(names, o.name)
		}
	}
	if len(names) > 0 {
		a.Verdict = Limited
		a.Found = "yes, through " + strings.Join(names, ", ")
		a.Do = "nothing, for responses of today: their rows are moved when the day is over, and the change feed is cleared when all followers have read it. Otherwise let the server run for an hour (it moves them), keep no log of addresses with times in front of the site, and see which follower holds up the feed (`verbatim doctor`). What is drawn to learn common words from (sample.place) stays in the order in which it was drawn"
	}
	return a
}

// expectedHits is how many of n are joined rightly when two orders of the same
// n, of which each tells only groups apart, are laid side by side.
func expectedHits(a, b []int) (hits float64) {
	i, j, left, right := 0, 0, 0, 0
	for i < len(a) && j < len(b) {
		overlap := min(a[i]-left, b[j]-right)
		hits += float64(overlap) * float64(overlap) / (float64(a[i]) * float64(b[j]))
		left, right = left+overlap, right+overlap
		if left == a[i] {
			i, left = i+1, 0
		}
		if right == b[j] {
			j, right = j+1, 0
		}
	}
	return hits
}

func (e *examination) responseKeys() map[string]bool {
	keys := map[string]bool{}
	for id := range e.responses {
		keys[id] = true
	}
	return keys
}

// usedKeys returns the invitations that were used, and whom they were for.
func (e *examination) usedKeys() map[string]bool { return e.invitationKeys(true) }

func (e *examination) unusedKeys() map[string]bool { return e.invitationKeys(false) }

func (e *examination) invitationKeys(spent bool) map[string]bool {
	keys := map[string]bool{}
	for id, p := range e.invited {
		if truth(p.Value("spent")) == spent {
			keys[id] = true
			if who := text(p.Value("participant_id")); who != "" {
				keys[who] = true
			}
		}
	}
	return keys
}

func truth(v any) bool { return v == true || v == int64(1) }

// orderings looks through all tables for what puts the things in order that keys
// name. Where others are given, an order counts only if it has to do with being
// among the keys and not the others: what both have alike came before.
func (e *examination) orderings(ctx context.Context, keys, others map[string]bool) (all []ordering, err error) {
	for _, table := range e.snapshot.Tables() {
		c := columns{values: map[string]map[string]int64{}, others: map[string][]int64{}}
		err := e.snapshot.Rows(ctx, table, func(p sqldb.Physical) error {
			c.read(table, p, keys, others)
			return nil
		})
		if err != nil {
			return nil, err
		}
		for _, name := range c.names {
			if beside(name) && e.moved(table) || others != nil && !c.tells(table, name) {
				continue
			}
			if o, ok := c.ordering(table, name); ok {
				all = append(all, o)
			}
		}
	}
	return all, nil
}

// moved reports whether the rows of a table that tell of responses were moved
// after the last of these came.
func (e *examination) moved(table string) bool {
	return e.settled && (table == "response" || table == "invitation" || slices.Contains(e.hanging, table))
}

// columns gathers, for each column of a table that holds numbers or dates, what
// it has for each thing that is named in the row, and for the others.
type columns struct {
	names  []string
	values map[string]map[string]int64
	others map[string][]int64
}

const (
	placeColumn  = "the place of rows"
	writerColumn = "the transaction that wrote rows"
)

// beside reports whether a column is what the engine keeps beside the columns.
func beside(name string) bool { return name == placeColumn || name == writerColumn }

// notOfTheOrder are columns that say nothing about when somebody answered: days
// are shown to everybody, and what staff decided has its own time.
var notOfTheOrder = []string{"span_start", "span_end", "form_version", "version", "spent", "crowd", "score", "received_on", "decided_at", "answer.place", "recommendation_source.place"}

func (c *columns) read(table string, p sqldb.Physical, keys, others map[string]bool) {
	var thing string
	other := false
	for w := range tokensOf(p) {
		if keys[w] {
			thing = w
		}
		other = other || others[w]
	}
	if thing == "" && !other {
		return
	}
	if p.Placed {
		c.put(placeColumn, thing, p.Place)
	}
	if p.Writer != 0 {
		c.put(writerColumn, thing, p.Writer)
	}
	for i, name := range p.Columns {
		if slices.Contains(notOfTheOrder, name) || slices.Contains(notOfTheOrder, table+"."+name) {
			continue
		}
		if n, ok := ordinal(p.Values[i]); ok {
			c.put(name, thing, n)
		}
	}
}

// put notes a value of a thing, or of one of the others for "".
func (c *columns) put(name, thing string, value int64) {
	if c.values[name] == nil {
		c.values[name] = map[string]int64{}
		c.names = append(c.names, name)
	}
	if thing == "" {
		c.others[name] = append(c.others[name], value)
	} else if was, ok := c.values[name][thing]; !ok || value < was {
		c.values[name][thing] = value
	}
}

// ordinal reads a value that could put things in order.
func ordinal(v any) (int64, bool) {
	switch v := v.(type) {
	case int64:
		return v, true
	case string:
		if n, err := strconv.ParseInt(v, 10, 64); err == nil {
			return n, true
		}
		for _, layout := range []string{time.RFC3339Nano, time.DateTime, time.DateOnly} {
			if t, err := time.Parse(layout, v); err == nil {
				return t.UnixMicro(), true
			}
		}
	}
	return 0, false
}

// apart is how many pairs, of a used and an unused invitation, must be in the
// same order for a place to have to do with being used.
const apart = 0.95

// tells reports whether a column has to do with an invitation being used. A
// place does when the used ones lie on one side of the others; another column,
// when the others have nothing in it that tells them apart. Where all were used
// there is nothing to compare with, and the table of invitations alone, which is
// written when one is used, is taken to tell.
func (c *columns) tells(table, name string) bool {
	others := c.others[name]
	if len(others) == 0 {
		return table == "invitation"
	}
	if !beside(name) {
		return !slices.ContainsFunc(others, func(v int64) bool { return v != others[0] })
	}
	after := 0
	for _, v := range c.values[name] {
		for _, o := range others {
			if v > o {
				after++
			}
		}
	}
	share := float64(after) / float64(len(others)*max(len(c.values[name]), 1))
	return share >= apart || share <= 1-apart
}

// leastOrdered is how many things must be told apart before one speaks of order.
const leastOrdered = 2

func (c *columns) ordering(table, name string) (ordering, bool) {
	counts := map[int64]int{}
	for _, v := range c.values[name] {
		counts[v]++
	}
	if len(counts) < leastOrdered {
		return ordering{}, false
	}
	o := ordering{name: table + "." + name}
	if beside(name) {
		o.name = name + " of " + table
	}
	for _, v := range slices.Sorted(maps.Keys(counts)) {
		o.groups = append(o.groups, counts[v])
	}
	return o, true
}
