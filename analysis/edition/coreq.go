package edition

import (
	"cmp"
	"fmt"
	"strings"

	"verbatim/analysis"
	"verbatim/survey"
)

// coreq answers the 32 items of COREQ. Those about interviews are answered for
// forms.
func (f facts) coreq() []item {
	const team, design, findings = "Research team", "Study design", "Analysis and findings"
	return []item{
		{"1", team, "Who asked", "Nobody asked in person. The questions were put by online forms."},
		{"2", team, "Their qualifications", ""},
		{"3", team, "Their occupation", ""},
		{"4", team, "Their gender", ""},
		{"5", team, "Their experience and training", ""},
		{"6", team, "Whether they knew the participants before", ""},
		{"7", team, "What participants knew of them", f.toldParticipants()},
		{"8", team, "What of themselves they brought in", ""},
		{"9", design, "The methodological orientation", ""},
		{"10", design, "How participants were selected", f.selection()},
		{"11", design, "How they were approached", f.approach()},
		{"12", design, "How many took part", analysis.Capital(f.counts()) + "."},
		{"13", design, "Who refused or dropped out, and why", f.refused()},
		{"14", design, "Where data were collected", "Online, on participants’ own devices."},
		{"15", design, "Who else was present", "Not known: people answered by themselves."},
		{"16", design, "Characteristics of the sample", ""},
		{"17", design, "The questions, and whether they were tried out", f.instrument()},
		{"18", design, "Repeat interviews", notInterviews + " " + analysis.Capital(analysis.Plural(len(f.in.Waves), "wave", "waves")) + " of questions were put."},
		{"19", design, "Recording", notInterviews + " What they wrote is kept unchanged."},
		{"20", design, "Field notes", notInterviews},
		{"21", design, "Duration", "The time that people took is not recorded."},
		{"22", design, "Saturation", "Does not apply: everybody in the programme was asked, not a sample until nothing new came."},
		{"23", design, "Transcripts returned to participants", "There are no transcripts. Everybody could keep a copy of their answers and withdraw them."},
		{"24", findings, "Number of coders", f.coderCount()},
		{"25", findings, "The coding tree", f.tree()},
		{"26", findings, "How themes were derived", f.coded()},
		{"27", findings, "Software", "Verbatim, which suggests themes; people decide."},
		{"28", findings, "Feedback of participants on the findings", f.feedback()},
		{"29", findings, "Quotations, identified", f.quotations()},
		{"30", findings, "Whether findings agree with the data", "The number of people behind each statement is computed from the codings, and its word from the printed scale."},
		{"31", findings, "Major themes", f.themes(true)},
		{"32", findings, "Minor themes and diverse cases", f.themes(false)},
	}
}

func (f facts) toldParticipants() string {
	if f.in.Programme.Contact == "" {
		return ""
	}
	return "The forms said who runs the evaluation, who could be asked, what is stored and who reads it."
}

func (f facts) selection() string {
	for _, b := range f.s.Base {
		if b.Invited > 0 {
			return "Everybody on the programme’s list was invited; there was no sampling."
		}
	}
	return ""
}

func (f facts) approach() string {
	for _, w := range f.in.Waves {
		if w.Mode != survey.Open {
			return "By personal links."
		}
	}
	if len(f.in.Waves) > 0 {
		return "By a link that was open to everybody who had it."
	}
	return ""
}

func (f facts) refused() string {
	known := false
	for _, b := range f.s.Base {
		known = known || b.Invited > 0
	}
	if !known {
		return ""
	}
	return "How many were invited and did not answer follows from item 12; why is not known. Answers that were withdrawn are not counted."
}

func (f facts) instrument() string {
	var titles []string
	for _, form := range f.in.Forms {
		titles = append(titles, fmt.Sprintf("“%s” (version %d)", cmp.Or(form.Title, form.Key), form.Version))
	}
	if len(titles) == 0 {
		return ""
	}
	all, free := f.questions()
	return fmt.Sprintf("%s: %d questions, %d of them open. Whether they were tried out first is for the authors to say.", analysis.And(titles), all, free)
}

func (f facts) coderCount() string {
	if len(f.coders) == 0 {
		return ""
	}
	return analysis.Capital(analysis.Plural(len(f.coders), "person", "people")) + "."
}

func (f facts) tree() string {
	var names []string
	for _, t := range f.in.Codebook.Themes {
		names = append(names, t.Name)
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("The codebook, version %d: %s.", f.in.Codebook.Version, strings.Join(names, "; "))
}

func (f facts) feedback() string {
	if p := f.previewed(); p != "" {
		return p
	}
	return "Nobody was asked."
}

func (f facts) quotations() string {
	quotes, people := f.quoted()
	if quotes == 0 {
		return "Nobody is quoted."
	}
	how := "Each is attributed by role and number."
	if f.public {
		how = "Each is attributed by role alone, because numbers would tell which are of one person."
	}
	return fmt.Sprintf("%s from %s. %s", analysis.Capital(analysis.Plural(quotes, "quote", "quotes")), f.quotedPeople(people), how)
}

// themes lists the themes that half of those who could speak of them did, or
// those that fewer did.
func (f facts) themes(major bool) string {
	var names []string
	for _, sec := range f.s.Sections {
		b := roleBase(f.s, sec.Role)
		for _, st := range sec.Statements {
			if st.Theme != "" && (st.People*2 >= st.Base) == major {
				names = append(names, st.Name+" ("+b.Plural+")")
			}
		}
	}
	switch {
	case len(names) == 0 && major:
		return "No theme was shared by half of a role."
	case len(names) == 0:
		return "All themes printed were shared by half of a role."
	case major:
		return "Shared by half of a role or more: " + strings.Join(names, "; ") + "."
	}
	return "Shared by fewer: " + strings.Join(names, "; ") + "."
}
