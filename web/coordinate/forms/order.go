package forms

import (
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/design"
	"verbatim/survey/fault"
)

// An order is what a button of the draft's page asks for: a verb and the key of
// the page or question it is about, as "question-up why".
type order struct{ verb, key string }

// readOrder reads the value of a button.
func readOrder(value string) order {
	verb, key, _ := strings.Cut(value, " ")
	return order{verb, key}
}

// done is what was done to a form, in words, and where to go on.
type done struct{ what, anchor, to string }

// gone is what an order gets whose page or question is not there.
func gone() error {
	return fault.Coded("W68", "What this button was about is not in the form any more. Here is the form as it is now.")
}

// apply changes the form as ordered; field gives what was typed beside the
// button.
func (o order) apply(f *survey.Form, field func(string) string) (done, error) {
	switch o.verb {
	case "add-page":
		return addPage(f, o.key, strings.TrimSpace(field("page-title")))
	case "add-question":
		return addQuestion(f, o.key, field)
	case "add-instrument":
		return addInstrument(f, field("instrument"))
	}
	if about, verb, _ := strings.Cut(o.verb, "-"); about == "page" {
		return o.page(f, verb)
	} else if about == "question" {
		return o.question(f, verb, field)
	}
	return done{}, fault.Coded("W68", "This page has no such button. Use the buttons that are there.")
}

func addPage(f *survey.Form, after, title string) (done, error) {
	if title == "" {
		return done{}, fault.Coded("W65", "Enter a title for the new page: it tells participants where they are.")
	}
	key := design.AddPage(f, after, title)
	return done{"Added the page “" + short(title) + "”", "#page-" + key, ""}, nil
}

func addQuestion(f *survey.Form, on string, field func(string) string) (done, error) {
	label, kind := strings.TrimSpace(field("label")), survey.Kind(field("kind"))
	i := design.FindPage(f, on)
	switch {
	case i < 0:
		return done{}, gone()
	case label == "":
		return done{}, fault.Coded("W65", "Enter the words of the new question.")
	case !slices.ContainsFunc(design.Kinds(), func(k design.KindName) bool { return k.Kind == kind }):
		return done{}, fault.Coded("W65", "Choose what kind of question it is.")
	case f.Pages[i].Instrument != nil:
		return done{}, locked(f.Pages[i])
	}
	key := design.AddQuestion(f, on, kind, label)
	return done{"Added the question “" + short(label) + "”", "", "question/" + key}, nil
}

func addInstrument(f *survey.Form, key string) (done, error) {
	pages, err := instrumentPages(key)
	if err != nil {
		return done{}, err
	}
	for _, p := range pages {
		if design.FindPage(f, p.Key) >= 0 {
			return done{}, fault.Coded("W66", "The form has the instrument %q already.", p.Title)
		}
		f.Pages = append(f.Pages, p)
	}
	return done{"Added the instrument “" + short(pages[0].Title) + "”", "#page-" + pages[0].Key, ""}, nil
}

// locked says that a page is an instrument.
func locked(p survey.Page) error {
	return fault.Coded("W66", "The page “%s” is the instrument %q, which is used as published or not at all. Make it your own copy first; the copy does not bear its name.", p.Title, p.Instrument.Name)
}

func (o order) page(f *survey.Form, verb string) (done, error) {
	i := design.FindPage(f, o.key)
	if i < 0 {
		return done{}, gone()
	}
	name, anchor := "the page “"+short(f.Pages[i].Title)+"”", "#page-"+o.key
	switch verb {
	case "up", "down":
		by := map[string]int{"up": -1, "down": 1}[verb]
		return done{"Moved " + name + " " + verb, anchor, ""}, unless(design.MovePage(f, o.key, by))
	case "copy":
		return done{"Copied " + name, "#page-" + design.CopyPage(f, o.key), ""}, nil
	case "delete":
		return done{"Deleted " + name + " with its questions", "#pages", ""}, unless(design.DeletePage(f, o.key))
	case "own":
		if !design.OwnCopy(f, o.key) {
			return done{}, gone()
		}
		return done{"Made " + name + " your own copy: it is not the instrument any more", anchor, ""}, nil
	}
	return done{}, gone()
}

func (o order) question(f *survey.Form, verb string, field func(string) string) (done, error) {
	i, j := design.Find(f, o.key)
	if i < 0 {
		return done{}, gone()
	}
	if f.Pages[i].Instrument != nil {
		return done{}, locked(f.Pages[i])
	}
	name, anchor := "“"+short(design.Name(f.Pages[i].Questions[j]))+"”", "#question-"+o.key
	switch verb {
	case "up", "down":
		by := map[string]int{"up": -1, "down": 1}[verb]
		return done{"Moved " + name + " " + verb, anchor, ""}, unless(design.MoveQuestion(f, o.key, by))
	case "move":
		to := design.FindPage(f, field("to"))
		if to < 0 {
			return done{}, fault.Coded("W65", "Choose the page to move the question to.")
		}
		if f.Pages[to].Instrument != nil {
			return done{}, locked(f.Pages[to])
		}
		return done{"Moved " + name + " to the page “" + short(f.Pages[to].Title) + "”", anchor, ""}, unless(design.MoveTo(f, o.key, f.Pages[to].Key))
	case "copy":
		return done{"Copied " + name, "", "question/" + design.CopyQuestion(f, o.key)}, nil
	case "delete":
		return done{"Deleted " + name, "#page-" + f.Pages[i].Key, ""}, unless(design.DeleteQuestion(f, o.key))
	}
	return done{}, gone()
}

func unless(ok bool) error {
	if ok {
		return nil
	}
	return fault.Coded("W68", "It is at the edge of the form already.")
}
