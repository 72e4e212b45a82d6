package identify

import (
	"regexp"
	"strings"

	"verbatim/survey"
)

// How sure a name is, by what speaks for it.
const (
	wholeName    = 1    // a whole name of the roster
	rosterPart   = 0.95 // part of one, with its capital
	rosterLower  = 0.85 // part of one, without
	titledName   = 0.9  // a title and a capital
	listedPair   = 0.85 // a listed name beside another capital
	shapedName   = 0.75 // the shape of a name: an initial between capitals, an ending, foreign letters
	listedName   = 0.7  // a listed name alone
	announcedOne = 0.7  // words before it announce a name
	weakName     = 0.5  // a word that is also a name, in a place where names stand
)

// announces matches what stands right before a name.
var announces = regexp.MustCompile(`(?i)(?:\b(?:my|her|his|their|your|the) name(?:'s| is)?|\bname is|\bnames are|\bcalled|\bnamed|\bthis is|\bdear|\b(?:thanks|thank you) to|\b(?:mentor|mentee|tutor|colleague|friend|partner|supervisor|lecturer|student|teacher|nurse|boss|wife|husband|daughter|son|brother|sister)|\b(?:spoke|speak|talked|talk|met|meet|worked|chatted) (?:to|with)|\bregards,?|\bchange it to|\bbehalf of|\baccount(?:\?)? user:?)[ ,:]{0,2}$`)

// announcesGate is that of announces, which is asked about each capital.
var announcesGate = newGate(announces)

func announced(before string) bool {
	return announcesGate.open(look(before)) && announces.MatchString(before)
}

// names returns the names of people in a text.
func (f *Finder) names(text string, ws []word) []Found {
	var found []Found
	for i := 0; i < len(ws); {
		if n := f.rosterRun(ws[i:]); n > 0 {
			found = append(found, f.rosterName(text, ws, i, n)...)
			i += n
			continue
		}
		n, score := f.nameAt(text, ws, i)
		if n == 0 {
			i++
			continue
		}
		found = append(found, person(text, ws[i:i+n], score))
		i += n
	}
	return found
}

func person(text string, ws []word, score float64) Found {
	span := survey.Span{Start: ws[0].span.Start, End: ws[len(ws)-1].span.End}
	descriptor := "person"
	switch ws[0].fold {
	case "dr", "doctor":
		descriptor = "doctor"
	case "prof", "professor", "dean":
		descriptor = "senior member of staff"
	}
	return Found{Name, span, span.In(text), descriptor, score}
}

// rosterRun returns how many of the words at the beginning of ws are parts of
// names on the roster, with initials, titles and particles between them.
func (f *Finder) rosterRun(ws []word) int {
	last := 0
	for i, w := range ws {
		if i > 0 && !w.joined || i > f.longest+2 {
			break
		}
		if f.people[w.fold] {
			last = i + 1
		} else if !w.initial && !isTitle(w.fold) && !isParticle(w.fold) {
			break
		}
	}
	if last > 0 && !f.people[ws[0].fold] && !isTitle(ws[0].fold) {
		return 0
	}
	return last
}

// rosterName judges a run of roster words: a whole name is certain however it
// is written; a single part that is an English word too needs its capital, in a
// place where a capital says something.
func (f *Finder) rosterName(text string, ws []word, at, n int) []Found {
	run := ws[at : at+n]
	var key strings.Builder
	capitals, plain := 0, 0
	for _, w := range run {
		if !isTitle(w.fold) {
			key.WriteString(" " + w.fold)
		}
		if f.people[w.fold] && (w.capital || w.caps || w.initial) {
			capitals++
		}
		if f.people[w.fold] && !f.wordToo(w.fold) {
			plain++
		}
	}
	switch {
	case f.whole[key.String()] && strings.Count(key.String(), " ") > 1:
		return []Found{person(text, run, wholeName)}
	case plain > 0 && capitals > 0 || capitals > 1:
		return []Found{person(text, run, rosterPart)}
	case plain > 0:
		return []Found{person(text, run, rosterLower)}
	case capitals == 1 && (!run[0].first || n > 1):
		return []Found{person(text, run, listedName)}
	case capitals == 1:
		return []Found{person(text, run, weakName)}
	}
	return nil
}

// wordToo reports whether a name is an English word, or too short to be told
// from one in lower case.
func (f *Finder) wordToo(fold string) bool {
	return f.ambiguous[fold] || len(fold) < 3 || common[fold] || f.shortened[fold] && !f.given[fold]
}

// nameAt returns how many words at i are a name that no roster knows, and how
// sure that is; 0 for none.
func (f *Finder) nameAt(text string, ws []word, i int) (n int, score float64) {
	w := ws[i]
	if isTitle(w.fold) && i+1 < len(ws) {
		if n := f.titled(ws[i:]); n > 0 {
			return n, titledName
		}
	}
	run := f.capitals(ws[i:])
	switch {
	case run == 0:
		return f.lowerName(ws[i:])
	case w.initial && w.joined && i > 0 && (ws[i-1].capital || numbered(ws[i-1].fold)):
		return 0, 0
	case f.institution(ws, i+run):
		return 0, 0
	case run > 1 && f.listed(ws[i:i+run]):
		return run, listedPair
	case hasInitialInside(ws[i:i+run]) && !numbered(w.fold):
		return run, shapedName
	case f.shaped(ws[i : i+run]):
		return run, shapedName
	case !common[w.fold] && announced(text[max(0, w.span.Start-40):w.span.Start]):
		return run, announcedOne
	case w.capital && f.given[w.fold] && !f.ambiguous[w.fold]:
		return 1, listedName
	case w.capital && f.surnames[w.fold] && !f.ambiguous[w.fold] && !w.first:
		return 1, weakName
	case f.unknown(text, ws, i, run):
		return run, weakName
	}
	return 0, 0
}

// unknown reports whether a run of capitals that no list knows stands where
// names stand: inside a sentence, but not after an article or where a place is
// meant, or at its beginning before a comma or a verb of speech. Text in which
// most words have capitals says nothing.
func (f *Finder) unknown(text string, ws []word, i, run int) bool {
	if titleCase(ws) || !ws[i].capital || !ws[i].first && (i == 0 || noName[ws[i-1].fold] || ws[i-1].caps) {
		return false
	}
	for _, w := range ws[i : i+run] {
		if len(w.fold) < 3 || w.mixed || wordLike(w.fold) || f.institutions[w.fold] || f.towns[w.fold] || common[strings.TrimSuffix(w.fold, "s")] {
			return false
		}
	}
	return run > 1 || !ws[i].first || addressed.MatchString(text[ws[i].span.End:])
}

// noName are words after which a capital is mostly no name.
var noName = readList("the a an in at on near around this that these those our its each every no any some all more most many much other another such same via using used use uses per into onto within outside inside from of or called")

// addressed matches what follows a name that begins a sentence.
var addressed = regexp.MustCompile(`^(?:,? (?:said|says|told|asked|explained|began|had|has|is|was|and I)\b|, (?:can|could|will|would|do|you)\b|'s\b|’s\b)`)

// titleCase reports whether most words of a text are written with capitals.
func titleCase(ws []word) bool {
	capitals := 0
	for _, w := range ws {
		if w.capital || w.caps {
			capitals++
		}
	}
	return len(ws) > 6 && capitals*3 > len(ws)
}

// suffixes are endings of English words that names seldom have.
var suffixes = [...]string{"ing", "ed", "ly", "tion", "sion", "ment", "ness", "able", "ible", "ful", "ive", "ous", "ity", "ics", "ology", "ism", "ist", "ists", "less", "ward", "ware", "ship", "hood", "ance", "ence", "graphy", "tions", "ments", "ings", "ers", "day", "time", "work", "room", "rooms", "book", "books", "ies", "logy", "al", "ical", "ary", "ology"}

func wordLike(fold string) bool {
	for _, s := range suffixes {
		if len(fold) >= len(s)+3 && strings.HasSuffix(fold, s) {
			return true
		}
	}
	return false
}

// titled returns how many words a title at the beginning of ws and the name
// after it have. In lower case only the titles that are no words count.
func (f *Finder) titled(ws []word) int {
	t, next := ws[0], ws[1]
	abbreviated := len(t.fold) <= 4 && t.fold != "sir" && t.fold != "lady" && t.fold != "lord" && t.fold != "dean" && t.fold != "miss"
	if !next.joined && (!abbreviated || next.line) {
		return 0
	}
	if isTitle(next.fold) && len(ws) > 2 {
		if n := f.titled(ws[1:]); n > 0 {
			return n + 1
		}
	}
	known := f.given[next.fold] || f.surnames[next.fold]
	written := next.capital || next.initial || next.caps && (known || abbreviated) || known && abbreviated
	addressed := t.capital || t.caps || abbreviated
	if !written || !addressed || common[next.fold] {
		return 0
	}
	n := 2
	for n < len(ws) && n < 5 && ws[n].joined && (ws[n].capital || ws[n].initial || isParticle(ws[n].fold) && n+1 < len(ws) && ws[n+1].capital) && !common[ws[n].fold] {
		n++
	}
	return n
}

// mostParts is how many words one name may have.
const mostParts = 5

// capitals returns how many words at the beginning of ws are written as a name
// is: capitals, initials and particles between them, none a common word.
func (f *Finder) capitals(ws []word) int {
	n := 0
	for n < len(ws) && n < mostParts {
		w := ws[n]
		part := w.capital && !common[w.fold] || w.initial || w.caps && f.given[w.fold] && !f.ambiguous[w.fold] || w.caps && n > 0 && ws[0].caps && f.surnames[w.fold]
		if n > 0 && isParticle(w.fold) && n+1 < len(ws) && ws[n+1].capital && ws[n+1].joined {
			part = true
		}
		if !part || n > 0 && !w.joined || n == 0 && w.initial && (len(ws) < 2 || !ws[1].capital) {
			break
		}
		n++
	}
	for n > 0 && ws[n-1].initial {
		n--
	}
	return n
}

// listed reports whether a run of capitals begins with a listed given name, or
// ends with a listed surname.
func (f *Finder) listed(run []word) bool {
	first, last := run[0].fold, run[len(run)-1].fold
	if f.given[first] && (!f.ambiguous[first] || !run[0].first || f.surnames[last] || f.given[last]) {
		return true
	}
	return f.surnames[last] && !f.ambiguous[last] || f.given[last] && !f.ambiguous[last]
}

func hasInitialInside(run []word) bool {
	for i := 1; i < len(run)-1; i++ {
		if run[i].initial && run[i-1].capital && run[i+1].capital {
			return true
		}
	}
	return len(run) > 1 && run[0].initial && run[1].capital && !run[0].first
}

// numbered reports whether a word is mostly followed by a letter that numbers
// it: "Hepatitis B", "Ward C".
func numbered(fold string) bool {
	switch fold {
	case "vitamin", "hepatitis", "type", "plan", "stage", "ward", "building", "block", "room", "level", "section", "unit", "group", "class", "module", "year", "grade", "form", "part", "exam", "paper":
		return true
	}
	return false
}

// shaped reports whether a run of capitals has the shape of a name: an ending
// of surnames, or letters that English does not have.
func (f *Finder) shaped(run []word) bool {
	for _, w := range run {
		if w.capital && (hasNameEnding(w.fold) || w.foreign) && !placeLike[w.fold] {
			return true
		}
	}
	return false
}

// lowerName returns a listed given name written in lower case: with a listed
// surname behind it, or alone when it is no word.
func (f *Finder) lowerName(ws []word) (int, float64) {
	w := ws[0]
	if !f.given[w.fold] || w.capital {
		return 0, 0
	}
	if len(ws) > 1 && ws[1].joined && !common[ws[1].fold] && (f.surnames[ws[1].fold] && !f.ambiguous[ws[1].fold] || hasNameEnding(ws[1].fold) && len(ws[1].fold) > 5) {
		return 2, listedName
	}
	if f.ambiguous[w.fold] || len(w.fold) < 4 || w.caps {
		return 0, 0
	}
	return 1, weakName
}

// institution reports whether the word at i makes what stands before it a place
// or an organisation.
func (f *Finder) institution(ws []word, i int) bool {
	return i < len(ws) && i > 0 && ws[i].joined && f.institutions[ws[i].fold] && (ws[i].capital || ws[i].caps)
}
