package expr

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// A function is one that expressions may use.
type function struct {
	least, most int // arguments
	eval        func(r *run, args []Node) Result
	check       func(c Call) error // of literal arguments, or nil
}

// unbounded is for functions that take any number of arguments.
const unbounded = MaxLength

// functions are those of ODK that published forms use. What each does is
// described at https://docs.getodk.org/form-operators-functions.
var functions = map[string]*function{
	"if":             {least: 3, most: 3, eval: choose},
	"not":            {least: 1, most: 1, eval: func(r *run, args []Node) Result { return not(r.eval(args[0])) }},
	"true":           {eval: constant(BoolOf(true))},
	"false":          {eval: constant(BoolOf(false))},
	"selected":       {least: 2, most: 2, eval: strict(selected)},
	"count-selected": {least: 1, most: 1, eval: strict(countSelected)},
	"selected-at":    {least: 2, most: 2, eval: strict(selectedAt)},
	"jr:choice-name": {least: 2, most: 2, eval: choiceName, check: checkChoiceName},
	"coalesce":       {least: 1, most: unbounded, eval: coalesce},
	"count":          {least: 1, most: 1, eval: count},
	"sum":            {least: 1, most: unbounded, eval: strict(sum)},
	"min":            {least: 1, most: unbounded, eval: strict(least)},
	"max":            {least: 1, most: unbounded, eval: strict(greatest)},
	"number":         {least: 1, most: 1, eval: strict(toNumber)},
	"int":            {least: 1, most: 1, eval: strict(truncate)},
	"round":          {least: 1, most: 2, eval: strict(round)},
	"string-length":  {least: 1, most: 1, eval: strict(stringLength)},
	"concat":         {least: 1, most: unbounded, eval: strict(concat)},
	"join":           {least: 2, most: unbounded, eval: strict(join)},
	"contains":       {least: 2, most: 2, eval: strict(contains)},
	"trim":           {least: 1, most: 1, eval: strict(trim)},
	"regex":          {least: 2, most: 2, eval: strict(matches), check: checkPattern},
	"date":           {least: 1, most: 1, eval: strict(toDay)},
	"today":          {eval: func(r *run, _ []Node) Result { return Result{DayOf(r.Now), true} }},
	"now":            {eval: func(r *run, _ []Node) Result { return Result{TimeOf(r.Now), true} }},
	"format-date":    {least: 2, most: 2, eval: strict(formatDate)},
}

// Functions returns the names of the functions of the language, in order.
func Functions() []string { return slices.Sorted(maps.Keys(functions)) }

// strict makes a function of values: its result is known when all it is given
// is.
func strict(fn func(args []Value) Value) func(*run, []Node) Result {
	return func(r *run, args []Node) Result {
		values, known := make([]Value, len(args)), true
		for i, a := range args {
			x := r.eval(a)
			values[i], known = x.Value, known && x.Known
			r.spend(len(x.Value.list) + len(x.Value.text)/bytesPerStep)
		}
		return Result{fn(values), known}
	}
}

// bytesPerStep is how many bytes of a text count as one step, so that functions
// on long texts are within the budget too.
const bytesPerStep = 256

func constant(v Value) func(*run, []Node) Result {
	return func(*run, []Node) Result { return Result{v, true} }
}

// accepts checks the number of arguments and those that stand in the text.
func (f *function) accepts(c Call) error {
	n := len(c.Args)
	switch {
	case n < f.least || n > f.most && f.least == f.most:
		return fail("F08", int(c.place), "%s() needs %s; it is given %d.", c.Function, counted(f.least, f.most), n)
	case n > f.most:
		return fail("F08", int(c.place), "%s() takes %d at most; it is given %d.", c.Function, f.most, n)
	case f.check != nil:
		return f.check(c)
	}
	return nil
}

func counted(least, most int) string {
	words := []string{"nothing between its brackets", "one value", "two values", "three values"}
	if most > least {
		return words[least] + " or more"
	}
	return words[least]
}

// outside are functions of ODK that read other places than the answers, hold
// what must not be known of a participant, or differ at each evaluation.
var outside = []string{"pulldata", "instance", "indexed-repeat", "position", "once", "uuid", "random", "property", "deviceid", "version", "area", "distance", "geofence", "digest", "base64-decode", "extract-signed", "thousands-sep", "checklist", "weighted-checklist"}

func unknownFunction(name token) error {
	if slices.Contains(outside, name.text) {
		return fail("F11", name.at, "%s() cannot be taken over: it reads something else than the answers, or differs each time. Ask for what it gives, or leave it out.", name.text)
	}
	for _, known := range Functions() {
		if strings.EqualFold(known, name.text) || oneApart(known, name.text) {
			return fail("F07", name.at, "There is no function %s(). Did you mean %s()?", name.text, known)
		}
	}
	return fail("F07", name.at, "There is no function %s(). There are: %s.", name.text, strings.Join(Functions(), ", "))
}

// oneApart reports whether a and b differ by one letter left out, put in or
// replaced, or by signs that are easily confused.
func oneApart(a, b string) bool {
	fold := strings.NewReplacer("_", "", "-", "", ":", "").Replace
	a, b = strings.ToLower(fold(a)), strings.ToLower(fold(b))
	if len(a) < len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	switch len(a) - len(b) {
	case 0:
		return i == len(a) || a[i+1:] == b[i+1:]
	case 1:
		return a[i+1:] == b[i:]
	}
	return false
}

// choose evaluates one branch only. Its result is known when the condition is.
func choose(r *run, args []Node) Result {
	condition := r.eval(args[0])
	branch := args[2]
	if condition.Value.Bool() {
		branch = args[1]
	}
	x := r.eval(branch)
	return Result{x.Value, condition.Known && x.Known}
}

// coalesce gives the first that is answered.
func coalesce(r *run, args []Node) Result {
	for _, a := range args {
		if x := r.eval(a); x.Value.IsAnswered() {
			return x
		}
	}
	return Result{}
}

// count counts the turns of a repeat, answered or not, so it is always known.
func count(r *run, args []Node) Result {
	v := r.eval(args[0]).Value
	switch {
	case v.kind == list:
		return Result{NumberOf(float64(len(v.list))), true}
	case v.IsAnswered():
		return Result{NumberOf(1), true}
	}
	return Result{NumberOf(0), true}
}

// choiceName gives the label of a choice. ODK wants the question as a text that
// holds a reference: jr:choice-name(${role}, '${role}').
func choiceName(r *run, args []Node) Result {
	choice := r.eval(args[0])
	question, ok := quotedReference(args[1])
	if !ok || r.Label == nil || !choice.Value.IsAnswered() {
		return Result{Known: choice.Known}
	}
	return Result{TextOf(r.Label(question, choice.Value.String())), choice.Known}
}

// quotedReference returns the question that a text such as '${role}' or a
// reference names.
func quotedReference(n Node) (question string, ok bool) {
	switch n := n.(type) {
	case Ref:
		return n.Name, true
	case Text:
		name, opened := strings.CutPrefix(strings.TrimSpace(n.Value), "${")
		name, closed := strings.CutSuffix(name, "}")
		name = strings.TrimSpace(name)
		return name, opened && closed && IsName(name)
	}
	return "", false
}

func checkChoiceName(c Call) error {
	if _, ok := quotedReference(c.Args[1]); !ok {
		return fail("F08", c.Args[1].at(), "jr:choice-name() needs the question in quotation marks as its second value: jr:choice-name(${role}, '${role}').")
	}
	return nil
}

// longestPattern is the most a pattern may have, in bytes: it is compiled anew
// where it is calculated.
const longestPattern = 1000

// pattern compiles a regular expression that has to match the whole text, as in
// ODK.
func pattern(s string) (*regexp.Regexp, error) {
	return regexp.Compile(`^(?:` + s + `)$`)
}

func checkPattern(c Call) error {
	t, ok := c.Args[1].(Text)
	if !ok {
		return nil
	}
	if len(t.Value) > longestPattern {
		return fail("F12", t.at(), "The pattern has %d bytes; the limit is %d.", len(t.Value), longestPattern)
	}
	if _, err := pattern(t.Value); err != nil {
		return fail("F12", t.at(), "The pattern cannot be used: %v. Looking ahead or behind, (?=...) or (?<!...), is not possible.", err)
	}
	return nil
}

func matches(args []Value) Value {
	s := args[1].String()
	if len(s) > longestPattern {
		return BoolOf(false)
	}
	re, err := pattern(s)
	return BoolOf(err == nil && re.MatchString(args[0].String()))
}
