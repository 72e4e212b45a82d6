package collate

import (
	"strings"

	"verbatim/analysis"
	"verbatim/survey/identify"
)

// The rules about what could give somebody away.
const (
	ruleDirect   = "R11" // no direct identifier
	ruleIndirect = "R12" // indirect identifiers are decided by a person
	ruleMosaic   = "R30" // what all quotes of one person reveal together
)

// disclosure looks for what could give somebody away in what is printed.
func (k *checker) disclosure(s *analysis.Summary) {
	finder := identify.NewFinder(k.Roster, nil)
	for _, out := range allOutcomes(s) {
		k.marks(excerpt(out.Text), out.Text)
		for _, f := range finder.Find(out.Text) {
			if f.Kind.Direct() {
				k.add(analysis.Block, ruleDirect, excerpt(out.Text), "“%s” looks like a %s: replace it, or confirm that it names nobody.", f.Text, f.Kind)
			}
		}
	}
	for _, sec := range s.Sections {
		m := mosaic{of: map[string]map[string]bool{}}
		for _, st := range sec.Statements {
			for _, q := range st.Quotes {
				k.quote(finder, q, &m)
			}
		}
		k.mosaics(&m)
	}
}

// A mosaic is what the quotes of each label reveal.
type mosaic struct {
	labels []string // in order of appearance
	of     map[string]map[string]bool
}

func (m *mosaic) add(label, piece string) {
	if m.of[label] == nil {
		m.labels = append(m.labels, label)
	}
	put(m.of, label, piece)
}

func (k *checker) quote(finder *identify.Finder, q analysis.Quote, m *mosaic) {
	k.marks(q.Label, q.Text)
	for _, f := range finder.Find(q.Text) {
		if f.Kind.Direct() {
			k.add(analysis.Block, ruleDirect, q.Label, "“%s” looks like a %s: replace it in the quote, or confirm that it names nobody.", f.Text, f.Kind)
			continue
		}
		k.add(analysis.Warn, ruleIndirect, q.Label, "“%s” (%s) may tell who speaks or is spoken of: replace it, or accept it.", f.Text, f.Kind)
		m.add(q.Label, strings.ToLower(f.Text))
	}
}

// mosaics warns of people whose quotes reveal several things together.
func (k *checker) mosaics(m *mosaic) {
	for _, label := range m.labels {
		if n := len(m.of[label]); n > 1 {
			k.add(analysis.Warn, ruleMosaic, label, "The quotes of %s reveal %d things about them together: check that at least three people fit all of them.", label, n)
		}
	}
}
