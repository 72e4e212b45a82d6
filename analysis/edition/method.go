package edition

import (
	"fmt"

	"verbatim/analysis"
	"verbatim/analysis/collate"
)

// Method returns the paragraphs that say how a summary was made, out of what was
// really done: with which forms and when people were asked, how many answered,
// who coded and how themes came about, how far coders agreed, with which
// software, and what the words for numbers mean. Where something was not done it
// says so. In an edition for everybody it tells no small count.
func Method(in collate.Input, s analysis.Summary, software string, public bool) []string {
	f := factsOf(in, s, public)
	out := []string{f.asked(), analysis.Capital(f.counts()) + ".", f.coded(), f.chosen()}
	if p := f.previewed(); p != "" {
		out = append(out, p)
	}
	out = append(out, "Made with "+software+", which suggests; every theme and every recommendation here was decided by a person.")
	return append(out, collate.ScaleNote(scaleOf(s)))
}

// asked says with what and when people were asked.
func (f facts) asked() string {
	all, free := f.questions()
	text := "People were asked online"
	if waves := f.waves(); len(waves) > 0 {
		text += " in " + analysis.Plural(len(waves), "wave", "waves") + ": " + analysis.And(waves)
	}
	if all > 0 {
		text += fmt.Sprintf(", with %s, %d of them to be answered in one's own words", analysis.Plural(all, "question", "questions"), free)
	}
	if from, to := f.days(); from != "" && from == to {
		text += ". Answers came on " + from.String()
	} else if from != "" {
		text += ". Answers came from " + from.String() + " to " + to.String()
	}
	return text + "."
}

// coded says who coded and how the themes came about.
func (f facts) coded() string {
	if f.machine+f.own == 0 {
		return "No themes were given to the answers."
	}
	text := fmt.Sprintf("Themes come from the programme’s codebook (version %d, %s).", f.in.Codebook.Version, analysis.Plural(len(f.in.Codebook.Themes), "theme", "themes"))
	if f.machine > 0 {
		text += fmt.Sprintf(" Software read every answer and suggested %s; people accepted %d of them.", analysis.Plural(f.machine, "coding", "codings"), f.taken)
	}
	if f.own > 0 {
		text += " People added " + analysis.Plural(f.own, "coding", "codings") + " of their own."
	}
	text += " " + analysis.Capital(analysis.Plural(len(f.coders), "person", "people")) + " coded."
	switch {
	case f.both == 0:
		return text + " No answer was coded by two people apart, so no agreement can be given."
	case !f.agreed.Defined:
		return text + " " + analysis.Capital(analysis.Plural(f.both, "answer was", "answers were")) + " coded by two people or more, too alike for a coefficient."
	}
	return text + fmt.Sprintf(" %s coded by two people or more, with Krippendorff’s alpha %.2f over sets of themes.", analysis.Capital(analysis.Plural(f.both, "answer was", "answers were")), f.agreed.Value)
}

// chosen says how quotes were chosen.
func (f facts) chosen() string {
	quotes, people := f.quoted()
	if quotes == 0 {
		return "Nobody is quoted."
	}
	return fmt.Sprintf("%s from %s who agreed to be quoted.", analysis.Capital(analysis.Plural(quotes, "quote", "quotes")), f.quotedPeople(people))
}

// previewed says whether people saw their words before.
func (f facts) previewed() string {
	shown, replied := 0, 0
	for _, p := range f.in.Previews {
		if p.Current {
			shown++
			replied += one(p.Reply != "")
		}
	}
	if shown == 0 {
		return ""
	}
	return fmt.Sprintf("Those who are quoted could see their words as they are printed, and agree, ask for a change or decline: %s shown, %s answered.", analysis.Plural(shown, "quote was", "quotes were"), f.number(replied))
}
