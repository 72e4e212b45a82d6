package identify

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/survey"
)

// The kinds that say what somebody is. By itself each fits many; beside an
// office or a place it may fit one.
const (
	Trait  Kind = "trait"  // a protected characteristic of one person: "as a Black woman", "the deaf consultant"
	Age    Kind = "age"    // "at 34", "aged 34"
	Origin Kind = "origin" // "grew up in Lagos"
)

// traitWords are words for the characteristics that the Equality Act 2010
// protects, as people say them of themselves and of others: race, religion,
// disability, sex and gender reassignment, sexual orientation, pregnancy.
const traitWords = `black|brown|white|asian|south asian|east asian|african|caribbean|arab|chinese|indian|pakistani|bangladeshi|nigerian|somali|latin[ao]|hispanic|mixed[- ]race|bame|bme|jewish|muslim|hindu|sikh|christian|buddhist|catholic|atheist|hijabi|gay|lesbian|bisexual|bi|queer|trans|transgender|non-binary|nonbinary|intersex|asexual|lgbt[a-z]*\+?|disabled|deaf|blind|hard of hearing|visually impaired|partially sighted|autistic|dyslexic|dyspraxic|neurodiverse|neurodivergent|adhd|bipolar|epileptic|diabetic|pregnant|female|male|ethnic minority|minority ethnic|refugee|first[- ]generation`

// personWords are what one person is called after a trait.
const personWords = `woman|man|girl|boy|lady|person|student|medic|doctor|consultant|surgeon|nurse|registrar|midwife|pharmacist|lecturer|professor|academic|tutor|mentor|mentee|trainee|colleague|member of staff|staff member|teacher|manager|researcher|trustee|mother|mum|father|dad|parent|carer|user|partner`

// reviewForms are what only staff are shown, who decide what is printed.
var reviewForms = []pattern{
	{Trait, "someone from an under-represented group", weakPattern, regexp.MustCompile(`(?i)\b(?:as an?|as the|being an?|being|i am an?|i'm an?|i am|i'm|i’m an?|i’m) (?:openly |visibly |practising |only )?(?:` + traitWords + `)(?:[ ,]+(?:and )?(?:` + traitWords + `)){0,2}(?: (?:\pL+ )?(?:` + personWords + `))?\b`), nil},
	{Trait, "someone from an under-represented group", weakPattern, regexp.MustCompile(`(?i)\b(?:an?|the|my|our|her|his|their|one|another) (?:only |young |older |visibly |openly )*(?:(?:` + traitWords + `) ){1,3}(?:` + personWords + `)\b`), nil},
	{Trait, "someone from an under-represented group", weakPattern, regexp.MustCompile(`(?i)\b(?:wheelchair user|hijab|turban|guide dog|hearing aids?|cochlear implant|my wife and i|on maternity leave|my transition|came out as \pL+|asylum seeker|care leaver|young carer)\b`), nil},
	{Role, "member of staff", weakPattern, regexp.MustCompile(`(?i)\b(?:an?|the|being|as) (?:[\pL-]+ ){0,2}?(?:consultant|surgeon|registrar|professor|lecturer|midwife|pharmacist|nurse|matron|physiotherapist|radiographer|anaesthetist|psychiatrist|research fellow|paramedic) (?:in|of|on|at|for) (?:the )?\pL[\pL\pN]*`), nil},
	{Age, "age given", likelyPattern, regexp.MustCompile(`(?i)\b(?:aged|age of|at the age of) [1-9][0-9]\b|\b[1-9][0-9][- ](?:years?|yrs?)[- ]old\b|\b(?:i am|i'm|i’m|she is|she's|he is|he's|at) [2-9][0-9](?: as an?\b|,|\.| and\b|$)`), ageWords},
}

var reviewGates = gatesOf(reviewForms)

// ageWords refuses "at 34 of" and the like: counts, times and marks.
func ageWords(text string, s survey.Span) bool {
	after := text[s.End:]
	return !strings.HasPrefix(after, "%") && !strings.HasPrefix(after, "0") && !strings.HasPrefix(after, ":")
}

// cameFrom matches words that tell where somebody comes from, and the place.
var cameFrom = regexp.MustCompile(`\b(?i:grew up|was born|born|raised|brought up|come|came|coming|moved(?: here)?|emigrated|fled|originally|hails?) (?:in|from|to) ((?:the )?[A-Z][\pL’'-]+(?: [A-Z][\pL’'-]+)?)`)

// beforePlaces are what stands before every place that somebody comes from.
var beforePlaces = [...]string{" in ", " from ", " to "}

// mayComeFrom reports whether a capital stands where such a place would: few
// answers have one, and looking is cheaper than trying the expression.
func mayComeFrom(text string) bool {
	for _, word := range beforePlaces {
		for rest := text; ; {
			_, after, ok := strings.Cut(rest, word)
			if !ok {
				break
			}
			r, _ := utf8.DecodeRuneInString(strings.TrimPrefix(after, "the "))
			if unicode.IsUpper(r) {
				return true
			}
			rest = after
		}
	}
	return false
}

// origins returns the places that people say they come from, but not days,
// subjects and the like: "came from Monday".
func origins(text string) []Found {
	if !mayComeFrom(text) {
		return nil
	}
	var found []Found
	for _, at := range cameFrom.FindAllStringSubmatchIndex(text, -1) {
		span := survey.Span{Start: at[2], End: at[3]}
		words := strings.Fields(foldName(span.In(text)))
		if last := words[len(words)-1]; !common[last] || strings.HasSuffix(last, "land") {
			found = append(found, Found{Origin, span, span.In(text), "another place", likelyPattern})
		}
	}
	return found
}

// membership matches a trait in the name of a role or a scheme.
var membership = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:` + traitWords + `|women|men|girls|care leavers?|carers?|asylum seekers?|refugees?|widening participation|mature)(?:[^\pL]|$)`)

// MembershipTrait returns the words of a name, such as a role's or a scheme's,
// that say what everybody who belongs to it is: "LGBTQ+ mentors" are known to be
// LGBTQ+ by being mentors. It returns "" for a name that says no such thing.
func MembershipTrait(name string) string {
	return strings.Trim(membership.FindString(name), " \t\n()[]{}.,;:/–—-'\"“”‘’")
}

// traitTerm matches one word for a characteristic.
var traitTerm = regexp.MustCompile(`(?i)(?:^|[^\pL])(` + traitWords + `|wom[ae]n|m[ae]n)(?:[^\pL]|$)`)

// TraitTerms returns the words for characteristics in a text, folded, each once.
func TraitTerms(text string) []string {
	var out []string
	seen := map[string]bool{}
	for rest := text; ; {
		at := traitTerm.FindStringSubmatchIndex(rest)
		if at == nil {
			return out
		}
		if w := foldName(rest[at[2]:at[3]]); !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
		rest = rest[at[3]:]
	}
}
