package forms

import (
	"encoding/json"
	"fmt"
	"net/url"
	"testing"

	"verbatim/survey"
	"verbatim/survey/design"
	"verbatim/survey/surveytest"
)

// FuzzOrder holds that no button value that somebody makes up breaks a form: what
// is refused leaves it as it was, and what is done can be stored and read.
func FuzzOrder(f *testing.F) {
	for _, o := range []string{"undo", "page-up views", "question-move met", "add-question start", "page-own start", "question-", "- ", "add-instrument"} {
		f.Add(o, "What?", "single")
	}
	f.Fuzz(func(t *testing.T, do, label, kind string) {
		form := surveytest.Form()
		before := mark(form)
		fields := map[string]string{"label": label, "kind": kind, "page-title": label, "to": kind, "instrument": kind}
		_, err := readOrder(do).apply(&form, func(name string) string { return fields[name] })
		if err != nil && mark(form) != before {
			t.Fatalf("%q was refused (%v) and changed the form", do, err)
		}
		body, err := json.Marshal(form)
		if err != nil {
			t.Fatal(err)
		}
		var again survey.Form
		if err := json.Unmarshal(body, &again); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzAsked holds that the form of a question takes any fields, and that a
// question that is shown and sent back as it is does not change.
func FuzzAsked(f *testing.F) {
	f.Add("kind=likert&shown=likert&items=a%0Ab&choices=x+[1]&when.0.about=role&when.0.is=is&when.0.value=mentor")
	f.Add("shown=number&least=NaN&most=1e999&when.expression=${a")
	f.Add("shown=number&when.was=${a}+%3D+%271%27&when.expression=${a}+%3D+%271%27")
	f.Add("shown=rating&choices=[&need=soft&rule.any=any&most-runes=-1")
	f.Fuzz(func(t *testing.T, body string) {
		values, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		p := &problems{}
		q := readAsked(values).question(survey.Question{Key: "q", Kind: survey.Kind(values.Get("shown"))}, p)
		if len(p.lines) > 0 {
			return
		}
		sent := fillAsked(q)
		sent.values.Set("shown", string(q.Kind))
		rows(sent.values, "when", sent.when)
		rows(sent.values, "rule", sent.rule)
		again := readAsked(sent.values).question(q, p)
		if len(p.lines) > 0 || mark(again) != mark(q) {
			t.Fatalf("%+v comes back as %+v, %v", q, again, p.lines)
		}
	})
}

// rows puts the sentences of a condition into fields, as the page shows them.
func rows(values url.Values, name string, t condition) {
	if _, simple := design.ReadSentence(t.was); !simple || len(t.sentence.Clauses) >= mostClauses {
		return
	}
	if t.sentence.Any {
		values.Set(name+".any", "any")
	}
	for i, c := range t.sentence.Clauses {
		at := fmt.Sprintf("%s.%d.", name, i)
		values.Set(at+"about", c.Subject)
		values.Set(at+"is", string(c.Relation))
		values.Set(at+"value", c.Value)
	}
}

// FuzzReadJSON holds that what is read as a form is written and read to the same.
func FuzzReadJSON(f *testing.F) {
	whole, err := json.Marshal(surveytest.Form())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte(`{"pages":[{"repeat":null}]} {}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		form, err := readJSON(content)
		if err != nil {
			return
		}
		body, _, err := file(form, "json")
		if err != nil {
			t.Fatal(err)
		}
		again, err := readJSON(body)
		if err != nil || mark(again) != mark(form) {
			t.Fatalf("%s is read again as %+v, %v", body, again, err)
		}
		if _, _, err := file(form, "csv"); err != nil {
			t.Fatal(err)
		}
		_, _, _ = file(form, "xlsx") // a form that is half done may be refused, and nothing more
	})
}
