package suggest

import (
	"slices"
	"strings"

	"verbatim/analysis/nlp"
)

// The words the rules know by class, in lower case. These sets are read-only.
var (
	// introducing words may stand before the verb of an imperative.
	introducing = nlp.WordSet("please also just maybe perhaps so then instead however finally first firstly second secondly third thirdly lastly alternatively therefore otherwise next always never definitely certainly simply only ps tip advice suggestion suggestions note better yes no do do-not not really still again additionally overall personally hopefully ideally possibly obviously basically either at least hi hello hey ok okay anyway")
	// conjunctions join clauses, but also nouns.
	conjunctions = nlp.WordSet("and but or so then & / plus because")
	// acting verbs are what people ask others to do, in the form of a request.
	// The tagger often takes them for nouns at the beginning of a sentence.
	acting = nlp.WordSet("accept acknowledge act add address adjust adopt advertise advise allow allocate amend announce appoint apply arrange ask assess assign attract avoid ban become begin book bring broaden build buy call cancel celebrate change charge check choose circulate clarify close collaborate collect combine communicate compensate complete connect consider consult contact continue contribute convert coordinate cover create cut decrease define deliver demonstrate describe design develop disable display distribute diversify document double drop educate embed employ enable encourage enforce engage enhance ensure enter establish evaluate examine exclude expand explain explore expose extend facilitate feature find fix focus follow form formalise formalize fund get give go group guarantee guide have help hire hold host identify implement improve include incorporate increase inform install integrate introduce invest investigate invite involve join keep launch lead learn leave lengthen let limit link listen look lower maintain make manage market match meet mention mentor merge minimise minimize modernise modify monitor move notify offer open organise organize pair participate pay permit pick place plan post prepare present prevent prioritise prioritize produce promote propose protect provide publicise publicize publish push put raise reach read recognise recognize recommend reconsider record recruit redesign reduce refer reflect release remember remind remove reopen repair repeat replace report represent require reserve resolve respond restore review revise reward rotate roll run schedule seek select send separate set share shorten show sign simplify solve speak spend split spread staff standardise start stay stop store streamline strengthen structure supply support survey sync tackle take talk target teach tell test think track train transfer translate treat try turn update upgrade use utilise utilize vary visit wait walk warn welcome widen work write bear beware watch request stick grab head ride eat drink order enjoy skip wear search print think do expect waste sleep pack hire") //nolint:misspell // people write both spellings
	// states are verbs that, without a subject, are about the writer: "Love it".
	states = nlp.WordSet("love loved like liked hate think thought believe hope feel felt know guess agree thank thanks wish want wanted need seem seems appreciate enjoyed appreciated found had got went stayed have has was were is are am do did does been being be would will can could should might may must shall see saw said say mean means prefer doubt understand wonder regard suppose sorry learnt learned worry dislike")
	// nounish acting verbs read as nouns when a finite verb follows: "Support was good".
	nounish = nlp.WordSet("support help contact access use change plan focus link work staff talk report review survey test train place post market design document feature group guide lead record reward share store structure target track transfer visit walk return request order head display match pair form look market cover cut drop drink ride limit open present produce schedule show supply update upgrade mentor set run start stay stop process view call charge check balance address book fund host release repair rise spread stick store study watch")
	// good is what something would be if it were done.
	good        = nlp.WordSet("nice good great helpful useful better best beneficial ideal lovely awesome fantastic wonderful perfect excellent amazing cool handy valuable worthwhile interesting appreciated welcome welcomed preferable easier brilliant super sweet bonus plus improvement fab wise sensible advisable beneficially convenient simpler faster safer fairer clearer nicer greater neat idea terrific superb advantageous enough")
	adverb      = nlp.WordSet("really very so much also even just more most particularly especially extremely quite certainly definitely greatly truly absolutely perhaps maybe always personally still only probably better a an the far bit lot lots of most too pretty highly strongly generally usually obviously surely hugely")
	comparative = nlp.WordSet("more better less fewer greater longer earlier shorter additional extra improved increased regular clearer easier stronger wider closer further faster larger bigger smaller later smoother tighter cheaper quicker simpler broader deeper higher lower enhanced dedicated compulsory mandatory frequent")
	advice      = nlp.WordSet("recommend recommending suggest suggesting advise advising propose proposing urge encourage requesting recommends suggests")
	adviceNoun  = nlp.WordSet("suggestion suggestions recommendation recommendations advice tip tips proposal request idea hint")
	person      = nlp.WordSet("i we me my us our")
)

// classes are the sets that patterns refer to by name.
func classes() map[string]map[string]bool {
	return map[string]map[string]bool{
		"good": good, "adv": adverb, "more": comparative, "advice": advice,
		"tip": adviceNoun, "me": person, "act": acting,
	}
}

// subjunctions open a clause that is part of a noun phrase or of another clause.
var subjunctions = nlp.WordSet("that if whether because so how what which who")

// neverVerbs are words that are no verb wherever they stand, and neverVerbEnds
// endings of such words, so that a clause that begins with one of them does not
// begin with a request.
var (
	neverVerbs    = nlp.WordSet("the a an i it we he she they you this that these those my our your their his her its there here in of at from with on for to by after before during without despite since due and but or because although though while if when where what which who how why as very too so much many most some all each every any another other one two three few nothing everything something everyone everybody someone people even often sometimes once now well then good great nice bad hard best worst excellent friendly interesting professional amazing awesome lovely pleasant polite fun final efficient happy considerate superb brilliant fantastic knowledgeable informative supportive courteous compassionate patient long far pretty extremely especially absolutely honestly mostly actually professor nurse nurses doctors paramedics ambulance assignments exams tests lectures quizzes lots")
	neverVerbEnds = []string{"ful", "ous", "ness", "ity", "ally", "ely"}
)

func neverVerb(w string) bool {
	return neverVerbs[w] || slices.ContainsFunc(neverVerbEnds, func(end string) bool { return strings.HasSuffix(w, end) })
}
