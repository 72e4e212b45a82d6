package disclose

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/analysis"
	"verbatim/analysis/quote"
	"verbatim/survey/identify"
)

// A Known is a person that a programme knows, and what stands for them in print
// unless the dictionary says otherwise.
type Known struct {
	Name       string
	Descriptor string // "mentor", "member of staff"
}

// A Suggestion is a place in an answer that a person must decide about.
type Suggestion struct {
	VerbatimID string
	Span       analysis.Span
	Text       string // the words of the span
	Kind       identify.Kind
	Score      float64
	Entity     string // ID of the dictionary's entry; empty for none
	Name       string // whom or what it means, as far as is known: what suggestions are put together by
	Descriptor string // what the dictionary says, or what could be said
}

// Weak reports whether the suggestion is a hint only.
func (s Suggestion) Weak() bool { return s.Kind == identify.Name && s.Score < identify.Weak }

// Direct reports whether the words point to a person by themselves, and surely
// enough that they must not be printed.
func (s Suggestion) Direct() bool { return s.Kind.Direct() && !s.Weak() }

// A Detector finds what could identify somebody in the answers of a programme:
// its own people first, then its lists, then what has the form of an
// identifier. It is safe for concurrent use.
type Detector struct {
	finder   *identify.Finder
	listed   map[string][]listing // by their first token
	entities []analysis.Entity
	people   []Known
	whole    map[string]named   // by the key of a whole name
	part     map[string][]named // by each word of a name
}

// A named is somebody who is called so.
type named struct {
	entity int // index; -1 for somebody of the roster only
	person int // index; -1 for an entry of the dictionary
}

// A listing is a way in which an entity is written.
type listing struct {
	tokens []string
	entity int
	proper bool // one word without a digit, written with a capital: "Poole", "Reading"
}

// NewDetector returns a detector for a programme that knows these people and has
// this dictionary.
func NewDetector(people []Known, entities []analysis.Entity) *Detector {
	d := &Detector{listed: map[string][]listing{}, entities: entities, people: people, whole: map[string]named{}, part: map[string][]named{}}
	var roster []string
	for i, e := range entities {
		for _, n := range e.Names() {
			if e.Kind == identify.Name {
				roster = append(roster, n)
				d.call(n, named{i, -1})
			}
			d.list(n, i)
		}
	}
	for i, p := range people {
		roster = append(roster, p.Name)
		d.call(p.Name, named{-1, i})
	}
	d.finder = identify.NewFinder(roster, nil)
	return d
}

// call notes that somebody has a name. The dictionary comes first: a person of
// the roster who is in it is the same.
func (d *Detector) call(name string, who named) {
	key := identify.NameKey(name)
	if key == "" {
		return
	}
	if _, taken := d.whole[key]; taken {
		return
	}
	d.whole[key] = who
	for w := range strings.FieldsSeq(key) {
		if !slices.ContainsFunc(d.part[w], func(o named) bool { return o == who }) {
			d.part[w] = append(d.part[w], who)
		}
	}
}

// list notes how an entity is written. Names of people of one word are left to
// the finder, which knows that "will" is mostly none.
func (d *Detector) list(name string, entity int) {
	ts := tokensOf(name)
	if len(ts) == 0 || len(ts) == 1 && d.entities[entity].Kind == identify.Name {
		return
	}
	l := listing{entity: entity}
	for _, t := range ts {
		l.tokens = append(l.tokens, t.fold)
	}
	first, _ := utf8.DecodeRuneInString(name)
	l.proper = len(ts) == 1 && unicode.IsUpper(first) && !strings.ContainsFunc(name, unicode.IsDigit)
	d.listed[l.tokens[0]] = append(d.listed[l.tokens[0]], l)
}

// A token is a run of letters and digits of a text.
type token struct {
	span analysis.Span
	fold string
}

func tokensOf(text string) []token {
	var ts []token
	start := -1
	for i, r := range text {
		switch {
		case isWordRune(r) && start < 0:
			start = i
		case !isWordRune(r) && start >= 0:
			ts = append(ts, token{analysis.Span{Start: start, End: i}, strings.ToLower(text[start:i])})
			start = -1
		}
	}
	if start >= 0 {
		ts = append(ts, token{analysis.Span{Start: start, End: len(text)}, strings.ToLower(text[start:])})
	}
	return ts
}

// listedScore is how sure a name of the dictionary is.
const listedScore = 0.99

// Find returns the suggestions about a text in order, without overlaps. For a
// part of an answer give the whole answer: what stands around words says what
// they are.
func (d *Detector) Find(text string) []Suggestion {
	var out []Suggestion
	if len(d.listed) > 0 {
		out = d.fromLists(text)
	}
	for _, f := range d.finder.Find(text) {
		// A name that is found in "Jane99" cannot be masked without the rest.
		at := quote.Whole(text, f.Span)
		s := Suggestion{Span: at, Text: at.In(text), Kind: f.Kind, Score: f.Score, Name: f.Text, Descriptor: f.Descriptor}
		if f.Kind == identify.Name {
			d.identify(&s)
		}
		out = append(out, s)
	}
	return identify.Settle(out, func(s Suggestion) (analysis.Span, float64) { return s.Span, s.Score })
}

// fromLists returns the places where entities are written as the dictionary has
// them.
func (d *Detector) fromLists(text string) []Suggestion {
	var out []Suggestion
	ts := tokensOf(text)
	for i, t := range ts {
		for _, l := range d.listed[t.fold] {
			if !l.at(text, ts[i:]) {
				continue
			}
			e := d.entities[l.entity]
			span := quote.Whole(text, analysis.Span{Start: t.span.Start, End: ts[i+len(l.tokens)-1].span.End})
			out = append(out, Suggestion{Span: span, Text: span.In(text), Kind: e.Kind, Score: listedScore, Entity: e.ID, Name: e.Name, Descriptor: e.Descriptor})
		}
	}
	return out
}

// at reports whether the tokens begin with the listing, on one line and with no
// more than a mark between them.
func (l listing) at(text string, ts []token) bool {
	if len(ts) < len(l.tokens) {
		return false
	}
	for i, want := range l.tokens {
		if ts[i].fold != want {
			return false
		}
		if i > 0 && !joint(text[ts[i-1].span.End:ts[i].span.Start]) {
			return false
		}
	}
	first, _ := utf8.DecodeRuneInString(ts[0].span.In(text))
	return !l.proper || unicode.IsUpper(first)
}

// joint reports whether what stands between two words may stand inside a name.
func joint(gap string) bool { return len(gap) <= 3 && strings.Trim(gap, " .-'’&/") == "" }

// identify says who is meant by a name, when it can be one only.
func (d *Detector) identify(s *Suggestion) {
	key := identify.NameKey(s.Name)
	who, ok := d.whole[key]
	if !ok {
		who, ok = d.onlyOne(key)
	}
	switch {
	case !ok:
	case who.entity >= 0:
		e := d.entities[who.entity]
		s.Entity, s.Name, s.Descriptor = e.ID, e.Name, cmp.Or(e.Descriptor, s.Descriptor)
	default:
		p := d.people[who.person]
		s.Name, s.Descriptor = p.Name, cmp.Or(p.Descriptor, s.Descriptor)
	}
}

// onlyOne returns the one whom all words of a name fit, if there is only one.
func (d *Detector) onlyOne(key string) (who named, ok bool) {
	var fit []named
	for i, w := range strings.Fields(key) {
		if i == 0 {
			fit = slices.Clone(d.part[w])
			continue
		}
		fit = slices.DeleteFunc(fit, func(n named) bool { return !slices.Contains(d.part[w], n) })
	}
	if len(fit) != 1 {
		return named{}, false
	}
	return fit[0], true
}

// Undecided returns the suggestions about places that no decision in force
// touches.
func Undecided(all []Suggestion, maskings []analysis.Masking) []Suggestion {
	var out []Suggestion
	for _, s := range all {
		if !slices.ContainsFunc(maskings, func(m analysis.Masking) bool { return m.Span.Overlaps(s.Span) }) {
			out = append(out, s)
		}
	}
	return out
}
