package main

import (
	"verbatim/analysis/hint"
	"verbatim/survey/mail"
	"verbatim/survey/store"
)

// jobKinds returns the kinds of background work that a serving process does.
func (a *app) jobKinds(post *mail.Post) []store.JobKind {
	return append(post.Kinds(), a.survey.Upkeep(), hint.Kind(a.survey, a.analysis))
}
