package design

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
)

// A Change is one difference between two versions of a form, in words.
type Change struct {
	Question string // its key; empty for a page or the form as a whole
	Text     string // a sentence
	Break    string // what it means for answers that there are; empty for nothing
}

// Compare returns what changes from the version before to after, question by
// question in the order of after, and then what is gone.
func Compare(before, after survey.Form) []Change {
	c := &comparer{before: &before, after: &after}
	c.whole()
	for i := range after.Pages {
		c.page(&after.Pages[i])
	}
	for _, p := range before.Pages {
		if FindPage(&after, p.Key) < 0 {
			c.add("", "", "The page “%s” is gone.", p.Title)
		}
		for _, q := range p.Questions {
			if _, ok := after.Question(q.Key); !ok {
				c.add(q.Key, "Answers given earlier are kept and counted under “"+q.Key+"”, and none are added.", "“%s” is not asked any more.", Name(q))
			}
		}
	}
	return c.out
}

// Name returns what a question is called: its words, or its key where it has
// none.
func Name(q survey.Question) string {
	if q.Label == "" {
		return q.Key
	}
	return q.Label
}

type comparer struct {
	before, after *survey.Form
	out           []Change
}

func (c *comparer) add(question, broken, format string, words ...string) {
	text := format
	for _, w := range words {
		text = strings.Replace(text, "%s", w, 1)
	}
	c.out = append(c.out, Change{question, text, broken})
}

func (c *comparer) whole() {
	if c.before.Title != c.after.Title {
		c.add("", "", "The form is called “%s”, not “%s”.", c.after.Title, c.before.Title)
	}
	if c.before.Intro != c.after.Intro {
		c.add("", "", "The introduction reads differently.")
	}
	for _, tag := range c.after.Languages()[1:] {
		n := 0
		for path, text := range c.after.Translations[tag] {
			if c.before.Translations[tag][path] != text {
				n++
			}
		}
		if n > 0 {
			c.add("", "", "%s in the language “%s”.", plural(n, "text is new or different", "texts are new or different"), tag)
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(c.before.Translations)) {
		if _, ok := c.after.Translations[tag]; !ok {
			c.add("", "", "The language “%s” is not offered any more.", tag)
		}
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

func (c *comparer) page(p *survey.Page) {
	i := FindPage(c.before, p.Key)
	switch {
	case i < 0:
		c.add("", "", "The page “%s” is new.", p.Title)
	default:
		c.samePage(&c.before.Pages[i], p)
	}
	for j := range p.Questions {
		q := &p.Questions[j]
		old, ok := c.before.Question(q.Key)
		if !ok {
			c.add(q.Key, "", "“%s” is new.", Name(*q))
			continue
		}
		was, _ := Find(c.before, q.Key)
		if from := c.before.Pages[was]; from.Key != p.Key {
			c.add(q.Key, "", "“%s” is now on the page “%s”.", Name(*q), p.Title)
			if (from.Repeat == nil) != (p.Repeat == nil) {
				c.out[len(c.out)-1].Break = "One of the pages is asked again and again and the other once: answers from before and after cannot be counted together."
			}
		}
		c.question(&old, q)
	}
	c.order(p)
}

// order tells once of a page whose common questions stand in another order.
func (c *comparer) order(p *survey.Page) {
	i := FindPage(c.before, p.Key)
	if i < 0 {
		return
	}
	keys := func(here, there *survey.Page) (out []string) {
		for _, q := range here.Questions {
			if slices.ContainsFunc(there.Questions, func(o survey.Question) bool { return o.Key == q.Key }) {
				out = append(out, q.Key)
			}
		}
		return out
	}
	if old := &c.before.Pages[i]; !slices.Equal(keys(old, p), keys(p, old)) {
		c.add("", "", "The questions of the page “%s” stand in another order.", p.Title)
	}
}

func (c *comparer) samePage(old, p *survey.Page) {
	if old.Title != p.Title {
		c.add("", "", "The page “%s” is called “%s”.", old.Title, p.Title)
	}
	if old.Intro != p.Intro {
		c.add("", "", "The introduction of the page “%s” reads differently.", p.Title)
	}
	if old.Relevant != p.Relevant {
		c.add("", "", "The page “%s” is shown %s.", p.Title, c.when(p.Relevant))
	}
	if (old.Repeat == nil) != (p.Repeat == nil) {
		c.add("", "Answers from before and after cannot be counted together.", "The page “%s” is asked %s.", p.Title, map[bool]string{true: "again and again", false: "once"}[p.Repeat != nil])
	} else if !reflect.DeepEqual(old.Repeat, p.Repeat) {
		c.add("", "", "How often the page “%s” is asked changes.", p.Title)
	}
}

func (c *comparer) when(relevant string) string {
	if relevant == "" {
		return "always"
	}
	return "when " + InWords(c.after, relevant)
}

func (c *comparer) question(old, q *survey.Question) {
	name := Name(*q)
	if old.Kind != q.Kind {
		c.add(q.Key, "Answers from before and after cannot be counted together. Give the question another key, so that they are kept apart.", "“%s” asked for “%s” and now asks for “%s”.", name, KindWords(old.Kind), KindWords(q.Kind))
	}
	if old.Label != q.Label {
		c.add(q.Key, "", "“%s” now reads “%s”.", Name(*old), name)
	}
	if old.Hint != q.Hint {
		c.add(q.Key, "", "The hint of “%s” reads differently.", name)
	}
	c.choices(q.Key, name, "answer", old.Choices, q.Choices)
	c.choices(q.Key, name, "row", old.Items, q.Items)
	for _, part := range []struct {
		differs bool
		text    string
	}{
		{old.Required != q.Required || old.Soft != q.Soft, "“%s” " + needWords(*q) + "."},
		{old.Relevant != q.Relevant, "“%s” is shown " + c.when(q.Relevant) + "."},
		{old.Constraint != q.Constraint || !same(old.Least, q.Least) || !same(old.Most, q.Most) || old.Earliest != q.Earliest || old.Latest != q.Latest || old.Whole != q.Whole || old.MaxRunes != q.MaxRunes || old.MostBytes != q.MostBytes || !slices.Equal(old.Types, q.Types), "Which answers “%s” takes changes."},
		{old.ConstraintText != q.ConstraintText, "What people are told about an answer that “%s” does not take changes."},
		{old.Calculation != q.Calculation, "“%s” is worked out differently."},
		{old.Filter != q.Filter, "When the answers of “%s” are offered changes."},
		{old.Quotable != q.Quotable, "“%s” " + map[bool]string{true: "now asks", false: "no longer asks"}[q.Quotable] + " whether the words may be quoted."},
		{old.Purpose != q.Purpose, "What “%s” is for changes."},
		{old.Unit != q.Unit, "The unit of “%s” changes."},
	} {
		if part.differs {
			c.add(q.Key, "", part.text, name)
		}
	}
}

func same(a, b *float64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

func needWords(q survey.Question) string {
	switch {
	case q.Required:
		return "now needs an answer"
	case q.Soft:
		return "now needs an answer or a reason"
	}
	return "can now be left out"
}

// choices compares lists by their keys.
func (c *comparer) choices(key, name, what string, old, now []survey.Choice) {
	find := func(list []survey.Choice, k string) (survey.Choice, bool) {
		i := slices.IndexFunc(list, func(o survey.Choice) bool { return o.Key == k })
		if i < 0 {
			return survey.Choice{}, false
		}
		return list[i], true
	}
	kept := func(list, other []survey.Choice) (keys []string) {
		for _, ch := range list {
			if _, ok := find(other, ch.Key); ok {
				keys = append(keys, ch.Key)
			}
		}
		return keys
	}
	for _, ch := range now {
		o, ok := find(old, ch.Key)
		switch {
		case !ok && len(old) > 0:
			c.add(key, "", "“%s” has the new "+what+" “%s”.", name, ch.Label)
		case ok && o.Label != ch.Label:
			c.add(key, "Both are counted as one: make sure that they mean the same.", "The "+what+" “%s” of “%s” now reads “%s”.", o.Label, name, ch.Label)
		case ok && (o.Other != ch.Other || o.Alone != ch.Alone):
			c.add(key, "", "What goes with the "+what+" “%s” of “%s” changes.", ch.Label, name)
		}
	}
	for _, o := range old {
		if _, ok := find(now, o.Key); !ok {
			c.add(key, "It stays in earlier answers, under “"+o.Key+"”.", "“%s” has no longer the "+what+" “%s”.", name, o.Label)
		}
	}
	if !slices.Equal(kept(old, now), kept(now, old)) {
		c.add(key, "", "The "+what+"s of “%s” stand in another order.", name)
	}
}

// A Replacement is a question that may be asked in the place of one that is not
// asked any more.
type Replacement struct{ Old, New survey.Question }

// Replacements returns the pairs of a question that is gone and a new one of the
// same kind, the likeliest first. Giving the new one the key of the old (see
// Rename) makes their answers count together.
func Replacements(before, after survey.Form) []Replacement {
	var out []Replacement
	for _, o := range before.Questions() {
		if _, ok := after.Question(o.Key); ok || !o.Kind.Asked() {
			continue
		}
		for _, n := range after.Questions() {
			if _, ok := before.Question(n.Key); !ok && n.Kind == o.Kind {
				out = append(out, Replacement{o, n})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Replacement) int { return common(b) - common(a) })
	return out
}

// common counts the words that both questions have.
func common(r Replacement) int {
	n := 0
	words := strings.Fields(strings.ToLower(r.New.Label))
	for w := range strings.FieldsSeq(strings.ToLower(r.Old.Label)) {
		if slices.Contains(words, w) {
			n++
		}
	}
	return n
}

// KindWords returns what a kind of question is called.
func KindWords(k survey.Kind) string {
	for _, kind := range Kinds() {
		if kind.Kind == k {
			return kind.Name
		}
	}
	return string(k)
}

// A KindName is a kind of question as an editor offers it.
type KindName struct {
	Kind survey.Kind
	Name string
}

// Kinds returns the kinds of question in the order in which they are offered.
func Kinds() []KindName {
	return []KindName{
		{survey.LongText, "words, several lines"},
		{survey.ShortText, "words, one line"},
		{survey.Single, "one choice"},
		{survey.Multiple, "several choices"},
		{survey.Likert, "rows on one scale"},
		{survey.Rating, "a rating in numbers"},
		{survey.Number, "a number"},
		{survey.Date, "a date"},
		{survey.File, "a file"},
		{survey.Ranking, "an order of preference"},
		{survey.Consent, "a statement to agree to"},
		{survey.Info, "words to read"},
		{survey.Calculated, "worked out, not shown"},
	}
}
