package similar

import "strings"

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// Words by what they say about the topic of a recommendation, in lower case.
// These sets are read-only.
var (
	// functionWords say nothing about it.
	functionWords = set("a an the and or but if so as at by for from in into of on onto out off over to up with within without about after before during between through under until than then that this these those there here it its they them their we us our you your i me my he she his her who whom which what when where why how be is are was were been being am do does did done have has had having can could may might must shall should will would not no nor any all both each every some such other others another own same too very just also only even more most less least much many few lot lots e.g eg i.e ie etc please s t re")
	// settingWords say who takes part and where.
	settingWords = set("student students staff people person persons mentor mentors mentee mentees participant participants colleague colleagues tutor tutors teacher teachers lecturer lecturers faculty faculties school schools university universities college colleges department departments programme programmes program programs scheme schemes organisation organisations organization organizations hospital hospitals trust trusts team teams everyone everybody somebody others employee employees manager managers volunteer volunteers patient patients member members community group groups starter starters nurse nurses reader readers user users project service services pair pairs new year years mentoring")
	// changeWords say that something is to change, be done, or be looked into.
	changeWords = set("change changes changing changed create creating develop developing development improve improving improvement improvements expand expanding expansion increase increasing provide providing provision offer offering make making give giving add adding introduce introducing establish set start starting continue review reviewing revise consider considering ensure ensuring help helping support supporting encourage encouraging allow enable enabling include including involve involving address build building use using look identify explore find need needs needed want better best good great greater great improve improved opportunity opportunities process processes way ways thing things area areas issue issues work working system systems idea ideas part number range kind type approach reduce reducing extend extending name naming spread get getting take taking put putting have bring run running keep let ask try longer shorter regular additional extra clearer clear different well first next")
)
