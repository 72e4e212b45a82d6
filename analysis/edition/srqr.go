package edition

import (
	"fmt"
	"strings"

	"verbatim/analysis"
	"verbatim/survey"
)

// srqr answers the 21 items of SRQR.
func (f facts) srqr() []item {
	const title, intro, methods, results, discussion, other = "Title", "Introduction", "Methods", "Results", "Discussion", "Other"
	return []item{
		{"S1", title, "A title that names the topic and the approach", f.s.Title},
		{"S2", title, "A summary of what was done and found", strings.Join(f.s.Introduction, " ")},
		{"S3", intro, "The problem and why it matters", ""},
		{"S4", intro, "The purpose or question", f.in.Programme.Aim},
		{"S5", methods, "The approach and its theory", ""},
		{"S6", methods, "Who the researchers are, and their part in it", ""},
		{"S7", methods, "The context", f.context()},
		{"S8", methods, "How and why people were selected", f.selection()},
		{"S9", methods, "Ethics: approval, consent, confidentiality", f.ethics()},
		{"S10", methods, "How data were collected", f.asked()},
		{"S11", methods, "The instruments", f.instrument()},
		{"S12", methods, "Who and how many took part", analysis.Capital(f.counts()) + "."},
		{"S13", methods, "How data were prepared and kept safe", "Answers are stored as they were written, with a hash, and never changed. Changes to quotes are declared and marked."},
		{"S14", methods, "How data were analysed, and by whom", f.coded()},
		{"S15", methods, "What was done so that it can be trusted", f.trust()},
		{"S16", results, "The main findings and what they mean", f.themes(true) + " " + f.themes(false)},
		{"S17", results, "Evidence: quotes and other data", f.quotations()},
		{"S18", discussion, "How it relates to what was known, and what it adds", f.priorWork()},
		{"S19", discussion, "Limitations", ""},
		{"S20", other, "Conflicts of interest", ""},
		{"S21", other, "Funding", ""},
	}
}

func (f facts) context() string {
	p := f.in.Programme
	if p.Name == "" {
		return ""
	}
	text := p.Name
	if p.Organisation != "" {
		text += ", " + p.Organisation
	}
	text += ", round " + f.in.Round.Key
	if f.in.Round.Pairs > 0 {
		text += ", " + analysis.Plural(f.in.Round.Pairs, "pair", "pairs")
	}
	return text + "."
}

func (f facts) ethics() string {
	var text strings.Builder
	text.WriteString("Consent to be quoted was asked for each answer, apart from the consent to take part.")
	for _, w := range f.in.Waves {
		if w.Mode == survey.AnonymousInvited || w.Mode == survey.Open {
			fmt.Fprintf(&text, " Nobody can tell who gave the answers to “%s”.", w.Title)
		}
	}
	return text.String() + " Approval is for the authors to state."
}

func (f facts) trust() string {
	text := "Each count and each word for a number is computed; each quote is compared with the answer it is from in the file itself; two people signed this edition."
	if f.both > 0 && f.agreed.Defined {
		text += fmt.Sprintf(" Coders agreed with alpha %.2f.", f.agreed.Value)
	}
	if p := f.previewed(); p != "" {
		text += " " + p
	}
	return text
}

func (f facts) priorWork() string {
	if len(f.in.Earlier) == 0 {
		return ""
	}
	var keys []string
	for _, e := range f.in.Earlier {
		keys = append(keys, e.Round.Key)
	}
	return "Recommendations are linked with those of " + analysis.And(keys) + ", and what became of these is stated."
}
