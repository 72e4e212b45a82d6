package survey_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
)

func TestFormInLanguage(t *testing.T) {
	f := survey.Form{
		Title: "Reverse mentoring", Intro: "Thank you.",
		Pages: []survey.Page{{Key: "you", Title: "You", Repeat: &survey.Repeat{Key: "m", Label: "Meeting"}, Questions: []survey.Question{{
			Key: "role", Label: "Your role", Hint: "One", Unit: "minutes", ConstraintText: "Less",
			Choices: []survey.Choice{{Key: "mentor", Label: "Mentor"}}, Items: []survey.Choice{{Key: "a", Label: "Row"}},
		}}}},
		Translations: map[string]survey.Texts{"cy": {
			"title": "Mentora o chwith", "page/you/title": "Chi", "repeat/m": "Cyfarfod", "question/role/label": "Eich rôl", "question/role/hint": "Un",
			"question/role/unit": "munud", "choice/role/mentor": "Mentor (cy)", "item/role/a": "Rhes", "page/you/intro": "for a text that is not there",
		}, "ar": nil},
	}
	before := f.Words()
	got := f.In("cy")
	want := survey.Texts{
		"title": "Mentora o chwith", "intro": "Thank you.", "page/you/title": "Chi", "repeat/m": "Cyfarfod", "question/role/label": "Eich rôl", "question/role/hint": "Un",
		"question/role/unit": "munud", "question/role/constraint": "Less", "choice/role/mentor": "Mentor (cy)", "item/role/a": "Rhes",
	}
	if diff := cmp.Diff(want, got.Words()); diff != "" {
		t.Errorf("In(cy) (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, f.Words()); diff != "" {
		t.Errorf("In changed the form itself (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"intro", "question/role/constraint"}, f.Untranslated("cy")); diff != "" {
		t.Errorf("Untranslated (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"en", "ar", "cy"}, f.Languages()); diff != "" {
		t.Errorf("Languages (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, f.In("de").Words()); diff != "" {
		t.Errorf("In(de) (-want +got):\n%s", diff)
	}
}
