package claim

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	magnitude = regexp.MustCompile(`(?i)\b(substantial\w*|significant\w*|huge\w*|enormous\w*|vast\w*|dramatic\w*|extreme\w*|great(?:ly)? increase\w*|increase[ds]?)\b`)
	causal    = regexp.MustCompile(`(?i)\b(gave|led to|resulted in|caused|made|enabled|thanks to|because of)\b`)
	second    = regexp.MustCompile(`(?i)\b(?:and|but|while) (?:also |some |others |many |few |most |several )`)
	nobody    = regexp.MustCompile(`(?i)^there (?:was|were|is|are)\b`)
	percent   = regexp.MustCompile(`(?i)\b\d{1,3}(?:\.\d+)?\s?(?:%|per ?cent\b)`)
	average   = regexp.MustCompile(`(?i)\b(?:on average|average|mean score|mean of|median)\b`)
)

// undefined are words for a number of people that no scale defines.
var undefined = []string{
	"nearly all", "almost everybody", "almost everyone", "nearly everyone", "everybody", "everyone", "nobody", "no one", "countless", "numerous", "many", "majority", "minority", "several",
	"a number of", "a handful", "handful", "a couple", "a few", "few", "lots of", "plenty of", "overwhelming", "overwhelmingly", "largely", "mostly", "widely", "universally", "almost all",
	"about half", "more than half", "fewer than half", "less than half", "the rest", "dozens", "scores of",
}

// frequencies are words for how often, which nobody counted.
var frequencies = []string{"always", "consistently", "generally", "never", "typically", "usually", "commonly", "frequently", "rarely"}

// loose finds words for numbers that no scale defines, or that count something
// else than people.
func (r *reader) loose() {
	for _, k := range []struct {
		kind  Kind
		words []string
	}{{Undefined, undefined}, {Frequency, frequencies}} {
		words := slices.Clone(k.words)
		slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
		for i := range r.words {
			for _, w := range words {
				if end, ok := r.phrase(i, w); ok {
					r.add(k.kind, i, end, Claim{})
					break
				}
			}
		}
	}
}

func magnitudes(s string) [][]int { return magnitude.FindAllStringIndex(s, -1) }
func causes(s string) [][]int     { return causal.FindAllStringIndex(s, -1) }
func percents(s string) [][]int   { return percent.FindAllStringIndex(s, -1) }
func averages(s string) [][]int   { return average.FindAllStringIndex(s, -1) }

// seconds leaves the blank at the end out.
func seconds(s string) [][]int {
	found := second.FindAllStringIndex(s, -1)
	for i := range found {
		found[i][1]--
	}
	return found
}

func share(text string) float64 {
	digits := strings.TrimRight(text[:strings.IndexFunc(text+"%", func(r rune) bool { return (r < '0' || r > '9') && r != '.' })], ".")
	f, _ := strconv.ParseFloat(digits, 64) // it is made of digits: the pattern says so
	return f
}

// MagnitudeIn returns the first words that say how much, empty for none.
func MagnitudeIn(s string) string { return magnitude.FindString(s) }

// CausalIn returns the first words that say that one thing made another, empty
// for none.
func CausalIn(s string) string { return causal.FindString(s) }

// AgentlessIn returns the opening of a sentence about nobody in particular, empty
// for others.
func AgentlessIn(s string) string { return nobody.FindString(s) }

// Seconds returns how many further claims a sentence adds to its first.
func Seconds(s string) int { return len(seconds(s)) }
