package main

import "verbatim/survey/store"

// jobKinds returns the kinds of background work that a serving process does.
func (a *app) jobKinds() []store.JobKind {
	return []store.JobKind{a.survey.Upkeep()}
}
