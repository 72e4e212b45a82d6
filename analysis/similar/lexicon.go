package similar

import (
	"strings"

	"verbatim/analysis/nlp"
)

// Words by what they say about the topic of a recommendation, in lower case.
// These sets are read-only.
var (
	// functionWords say nothing about it.
	functionWords = nlp.WordSet("a an the and or but if so as at by for from in into of on onto out off over to up with within without about after before during between through under until than then that this these those there here it its they them their we us our you your i me my he she his her who whom which what when where why how be is are was were been being am do does did done have has had having can could may might must shall should will would not no nor any all both each every some such other others another own same too very just also only even more most less least much many few lot lots e.g eg i.e ie etc please s t re")
	// settingWords say who takes part, where and when.
	settingWords = nlp.WordSet("student students staff people person persons mentor mentors mentee mentees participant participants colleague colleagues tutor tutors teacher teachers lecturer lecturers faculty faculties school schools university universities college colleges department departments programme programmes program programs scheme schemes organisation organisations organization organizations hospital hospitals trust trusts team teams everyone everybody somebody others employee employees manager managers volunteer volunteers patient patients member members community group groups starter starters nurse nurses reader readers user users project service services pair pairs new mentoring time times hour hours day days week weeks month months year years term terms semester") //nolint:misspell // people write both spellings
	// changeWords say that something is to change, be done, or be looked into.
	changeWords = nlp.WordSet("change changes changing changed create creating develop developing development improve improving improvement improvements expand expanding expansion increase increasing provide providing provision offer offering make making give giving add adding introduce introducing establish set start starting continue review reviewing revise consider considering ensure ensuring help helping support supporting encourage encouraging allow enable enabling include including involve involving address build building use using look identify explore find need needs needed want better best good great greater great improve improved opportunity opportunities process processes way ways thing things area areas issue issues work working system systems idea ideas part number range kind type approach reduce reducing extend extending name naming spread get getting take taking put putting have bring run running keep let ask try longer shorter regular additional extra clearer clear different well first next")
)

// contrasts are pairs of words that change a suggestion into its opposite. By
// their vectors they are close, for they stand in the same places.
var contrasts = opposites("more less, more fewer, earlier later, early late, longer shorter, long short, before after, start end, beginning end, first last, larger smaller, bigger smaller, big small, higher lower, high low, increase decrease, increase reduce, open close, opened closed, add remove, easy hard, easier harder, easy difficult, good bad, better worse, best worst, with without, online face, online person, formal informal, quicker slower, faster slower, all none, always never, many few, cheaper dearer, public private, internal external, male female, men women, paid unpaid, paid voluntary, optional compulsory, mandatory optional, mentor mentee, mentors mentees, staff students, staff student, junior senior, helpful unhelpful, clear unclear, useful useless, same different")

// opposites reads pairs and returns them both ways round; a word may have
// several.
func opposites(pairs string) map[string][]string {
	m := map[string][]string{}
	for p := range strings.SplitSeq(pairs, ", ") {
		a, b, _ := strings.Cut(p, " ")
		m[a], m[b] = append(m[a], b), append(m[b], a)
	}
	return m
}

// contrary reports whether one text denies what the other says, or has the
// opposite of a word that only the other has.
func contrary(a, b *text) bool {
	left, right := a.words(), b.words()
	return negated(left) != negated(right) || opposed(left, right) || opposed(right, left)
}

func (t *text) words() map[string]bool {
	m := make(map[string]bool, len(t.terms))
	for _, w := range t.terms {
		m[w.word] = true
	}
	return m
}

func negated(words map[string]bool) bool {
	for w := range words {
		if negations[w] {
			return true
		}
	}
	return false
}

// opposed reports whether a has a word that b lacks, and b one of its opposites
// that a lacks.
func opposed(a, b map[string]bool) bool {
	for w := range a {
		for _, o := range contrasts[w] {
			if !b[w] && b[o] && !a[o] {
				return true
			}
		}
	}
	return false
}

// negations turn a sentence round.
var negations = nlp.WordSet("not no never without don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't cannot couldn't shouldn't haven't hasn't hadn't nothing none dont doesnt didnt cant stop")
