package coordinate

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"verbatim/analysis/nlp"
	"verbatim/analysis/similar"
	"verbatim/analysis/suggest"
	"verbatim/web/research"
)

// mostCompared is how many things a round asks for are compared with each other,
// in less than a second. Of more, those that were taken up and those that most
// people ask for are compared.
const mostCompared = 600

// largestGroup is how many stand side by side at most: more are not compared at
// a glance.
const largestGroup = 6

// maxApart is how many pairs an address keeps apart: 8 kB of them.
const maxApart = 900

// apart is the pairs of items that somebody keeps apart on this visit, by a
// short name of each. They stand in the address alone.
type apart map[string]bool

const apartName = 8 // letters of a pair's name

func readApart(text string) apart {
	k := apart{}
	for name := range strings.SplitSeq(text, ".") {
		if _, err := hex.DecodeString(name); err == nil && len(name) == apartName && len(k) < maxApart {
			k[name] = true
		}
	}
	return k
}

// String returns the pairs as they stand in an address.
func (k apart) String() string {
	names := make([]string, 0, len(k))
	for name := range k {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ".")
}

// with returns the pairs with those of a group.
func (k apart) with(items []item) apart {
	out := apart{}
	for name := range k {
		out[name] = true
	}
	for n, i := range items {
		for _, j := range items[:n] {
			out[pairName(i, j)] = true
		}
	}
	return out
}

func pairName(i, j item) string {
	a, b := i.ID(), j.ID()
	if a > b {
		a, b = b, a
	}
	sum := sha256.Sum256([]byte(a + "\x00" + b))
	return hex.EncodeToString(sum[:])[:apartName]
}

// A near is items that may ask for the same, with the likeness of those that are
// least alike among them.
type near struct {
	items  []item
	weak   similar.Pair
	strong similar.Pair
}

// nears groups the items of which each resembles all others of its group; what
// resembles members of two groups stands with each of them in a pair.
func nears(items []item, k apart) []near {
	texts := make([]string, len(items))
	for n, i := range items {
		texts[n] = i.Text
	}
	pairs := slices.DeleteFunc(similar.Pairs(texts, similar.Alike), func(p similar.Pair) bool {
		return k[pairName(items[p.A], items[p.B])] || splitApart(items[p.A], items[p.B])
	})
	alike := map[[2]int]similar.Pair{}
	for _, p := range pairs {
		alike[[2]int{p.A, p.B}] = p
	}
	group := map[int]*[]int{}
	var groups []*[]int
	for _, p := range pairs {
		a, b := group[p.A], group[p.B]
		switch {
		case a == nil && b == nil:
			g := &[]int{p.A, p.B}
			group[p.A], group[p.B], groups = g, g, append(groups, g)
		case a != nil && b == nil && joins(alike, *a, p.B):
			*a = append(*a, p.B)
			group[p.B] = a
		case a == nil && b != nil && joins(alike, *b, p.A):
			*b = append(*b, p.A)
			group[p.A] = b
		case a != b || a == nil:
			groups = append(groups, &[]int{p.A, p.B})
		}
	}
	out := make([]near, 0, len(groups))
	for _, g := range groups {
		slices.Sort(*g)
		n := near{}
		for at, b := range *g {
			n.items = append(n.items, items[b])
			for _, a := range (*g)[:at] {
				p := alike[[2]int{a, b}]
				if n.weak.Score == 0 || p.Score < n.weak.Score {
					n.weak = p
				}
				if p.Score > n.strong.Score {
					n.strong = p
				}
			}
		}
		out = append(out, n)
	}
	return out
}

// splitApart reports whether two that were taken up are parts of one that
// somebody split.
func splitApart(i, j item) bool {
	return i.taken() && j.taken() && slices.ContainsFunc(i.Recommendation.Actions, func(id string) bool { return slices.Contains(j.Recommendation.Actions, id) })
}

// joins reports whether an item resembles every member of a group that has room.
func joins(alike map[[2]int]similar.Pair, group []int, i int) bool {
	return len(group) < largestGroup && !slices.ContainsFunc(group, func(j int) bool {
		_, ok := alike[[2]int{min(i, j), max(i, j)}]
		return !ok
	})
}

// compared returns the items that are compared, and how many are not.
func compared(items []item) ([]item, int) {
	if len(items) <= mostCompared {
		return items, 0
	}
	most := slices.Clone(items)
	slices.SortStableFunc(most, func(i, j item) int { return weight(j) - weight(i) })
	return most[:mostCompared], len(items) - mostCompared
}

// weight is how much a comparison of the item matters.
func weight(i item) int {
	n := 0
	for _, c := range i.Support {
		n += c.People
	}
	if i.taken() {
		n += 1 << 20 // before all suggestions
	}
	return n
}

// parts proposes what a bundle is split into; none for what asks for one thing.
func parts(i item) []string {
	var out []string
	if !i.taken() && len(i.Points) > 1 {
		out = slices.Clone(i.Points)
	} else if strings.ContainsAny(i.Text, "&;,|\n.") || strings.Contains(i.Text, " and ") {
		for _, s := range suggest.Split(i.Text) {
			out = append(out, s.In(i.Text))
		}
	}
	if len(out) < fewestParts {
		return nil
	}
	for n := range out {
		out[n] = research.Capital(strings.TrimRight(strings.Join(strings.Fields(out[n]), " "), "."))
	}
	return out
}

// verbFirst gives parts that leave their verb to the first one that verb, as in
// "create a guide & a leaflet".
func verbFirst(parts []string) []string {
	out := slices.Clone(parts)
	tokens := nlp.Tokens(parts[0])
	if len(tokens) == 0 || tokens[0].Tag != "VB" {
		return out
	}
	verb, _, _ := strings.Cut(parts[0], " ")
	for n := range out {
		first, rest, ok := strings.Cut(out[n], " ")
		switch article := strings.ToLower(first); article {
		case "a", "an", "the":
			if n > 0 && ok {
				out[n] = verb + " " + article + " " + rest
			}
		}
	}
	return out
}
