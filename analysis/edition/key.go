package edition

import (
	"strconv"
	"strings"

	"verbatim/analysis"
)

// Key returns what names an edition within its round: "public-2".
func Key(e analysis.Edition) string { return string(e.Kind) + "-" + strconv.Itoa(e.Number) }

// ParseKey reads what Key wrote.
func ParseKey(key string) (kind analysis.EditionKind, number int, ok bool) {
	name, digits, _ := strings.Cut(key, "-")
	number, err := strconv.Atoi(digits)
	kind = analysis.EditionKind(name)
	return kind, number, err == nil && number > 0 && kind.Valid()
}

// PrintedByID returns the words of an edition by what a remnant calls them: "q1"
// for a quote, "r1" for a recommendation.
func PrintedByID(s analysis.Summary) map[string][]string {
	out := map[string][]string{}
	for q := range s.Quotes() {
		out[q.ID] = append(out[q.ID], q.Text)
	}
	number := 0
	for o := range s.Outcomes() {
		number++
		key := "r" + strconv.Itoa(number)
		out[key] = append(out[key], o.Text)
	}
	return out
}
