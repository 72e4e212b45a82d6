package identify

import (
	_ "embed" // the lists are files, so that they can be read and mended as lists
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"verbatim/survey"
)

//go:embed lists/given.txt
var givenList string

//go:embed lists/surnames.txt
var surnameList string

//go:embed lists/ambiguous.txt
var ambiguousList string

//go:embed lists/towns.txt
var townList string

//go:embed lists/places.txt
var placeList string

// readList returns the words of an embedded list; lines that begin with # are
// remarks.
func readList(list string) map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(list) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.FieldsSeq(line) {
			words[w] = true
		}
	}
	return words
}

// foldName returns a name as it is compared: lower case, without accents, with
// straight apostrophes.
func foldName(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == '’' || r == 'ʼ' || r == '‘':
			b.WriteByte('\'')
		case r == 'ø' || r == 'Ø':
			b.WriteByte('o')
		case r == 'ł' || r == 'Ł':
			b.WriteByte('l')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// A word is a run of letters and inner apostrophes; a possessive 's is not of
// it.
type word struct {
	span    survey.Span
	fold    string
	capital bool // begins with a capital and is not all capitals
	caps    bool // two letters or more, all capitals
	initial bool // one capital letter
	mixed   bool // holds a capital after its first letter, as "GPs" does
	foreign bool // holds letters that English words do not have
	first   bool // begins a sentence or a line
	joined  bool // only spaces, hyphens or dots of initials stand between it and the word before
	line    bool // begins a line
}

// words splits text into words.
func words(text string) []word {
	const usual = 5 // bytes a word and what stands behind it
	ws := make([]word, 0, len(text)/usual)
	last := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) {
			i += size
			continue
		}
		end := wordEnd(text, i)
		ws = append(ws, newWord(text, i, end, text[last:i], len(ws) == 0, lastInitial(ws)))
		i, last = end, end
	}
	return ws
}

func lastInitial(ws []word) bool {
	return len(ws) > 0 && (ws[len(ws)-1].initial || isTitle(ws[len(ws)-1].fold))
}

func wordEnd(text string, i int) int {
	end := i
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) {
			next, _ := utf8.DecodeRuneInString(text[end+size:])
			if r != '\'' && r != '’' || !unicode.IsLetter(next) || isPossessive(text[end+size:]) {
				break
			}
		}
		end += size
	}
	return end
}

// isPossessive reports whether what follows an apostrophe is the s of a
// possessive.
func isPossessive(rest string) bool {
	if rest == "" || rest[0] != 's' && rest[0] != 'S' {
		return false
	}
	next, _ := utf8.DecodeRuneInString(rest[1:])
	return len(rest) == 1 || !unicode.IsLetter(next)
}

func newWord(text string, start, end int, gap string, first, afterInitial bool) word {
	s := text[start:end]
	w := word{span: survey.Span{Start: start, End: end}, fold: foldName(s), first: first, line: first || strings.Contains(gap, "\n")}
	upper, letters := 0, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
			w.foreign = w.foreign || r > unicode.MaxASCII && unicode.Is(unicode.Latin, r)
		}
	}
	r, _ := utf8.DecodeRuneInString(s)
	w.caps = upper > 1 && upper == letters
	w.initial = letters == 1 && upper == 1 && w.fold != "i"
	w.mixed = upper > 1 && !w.caps
	w.capital = unicode.IsUpper(r) && !w.caps && letters > 1
	plain := strings.Trim(gap, " \u00a0")
	w.joined = !first && (plain == "" || plain == "-" || plain == "." && afterInitial)
	w.first = w.first || w.line || plain != "." && strings.ContainsAny(gap, ".!?:") || plain == "." && !afterInitial
	return w
}

func isTitle(fold string) bool {
	switch fold {
	case "dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "lord", "lady", "rev", "reverend", "doctor", "sister", "nurse", "dean":
		return true
	}
	return false
}

func isParticle(fold string) bool {
	switch fold {
	case "van", "der", "den", "de", "da", "di", "del", "della", "dos", "la", "le", "von", "zu", "bin", "ibn", "al", "el", "ben", "ter", "af":
		return true
	}
	return false
}

// endings are those of surnames in languages of which no list can hold them
// all; English has few words of five letters or more that end so and are
// written with a capital.
var endings = [...]string{
	"ova", "eva", "skaya", "sky", "ski", "ska", "cki", "wicz", "vich", "vic", "kovic", "evic", "escu", "sson", "sdottir", "dottir", "sen",
	"nen", "oglu", "enko", "chuk", "idis", "poulos", "opoulou", "akis", "yan", "dze", "shvili", "quist", "strom", "berg", "stein", "mann", "wala", "ndez", "guez", "nchez", "elli", "etti", "ucci", "ovic", "czyk", "czak", "ovsky",
}

func hasNameEnding(fold string) bool {
	for _, e := range endings {
		if len(fold) >= len(e)+3 && strings.HasSuffix(fold, e) {
			return true
		}
	}
	return strings.HasPrefix(fold, "o'") && len(fold) > 4 || strings.HasPrefix(fold, "mc") && len(fold) > 4
}
