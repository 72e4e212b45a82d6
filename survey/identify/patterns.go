package identify

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/survey"
)

// How sure the kinds of pattern are. Direct ones come first, so that a number
// inside an address is not taken apart.
const (
	surePattern   = 0.97 // what has a syntax of its own
	phoneScore    = 0.98 // above what its beginning could be, such as a date
	likelyPattern = 0.8  // what mostly means one thing
	weakPattern   = 0.6  // what a person must look at
)

// A pattern finds one kind of identifier by its form.
type pattern struct {
	kind       Kind
	descriptor string
	score      float64
	form       *regexp.Regexp
	accept     func(text string, span survey.Span) bool // nil accepts
}

const monthNames = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`

// forms are in order of kind; where two overlap the surer one wins.
var forms = []pattern{
	{Email, "e-mail address", surePattern, regexp.MustCompile(`[\pL\pN._%+'-]+@[\pL\pN-]+(?:\.[\pL\pN-]+)*\.\pL{2,24}`), nil},
	{URL, "web address", surePattern, regexp.MustCompile(`(?i)\b(?:https?|ftp)://[^\s<>"]+[^\s<>".,;:!?')\]]|\bwww\.[^\s<>"]+[^\s<>".,;:!?')\]]`), nil},
	{URL, "web address", likelyPattern, regexp.MustCompile(`(?i)\b[a-z0-9-]{2,}(?:\.[a-z0-9-]{2,})*\.(?:com|org|net|edu|gov|info|biz|io|eu|ac\.uk|co\.uk|org\.uk|nhs\.uk|uk)\b(?:/[^\s<>"]*)?`), nil},
	{Handle, "social media name", likelyPattern, regexp.MustCompile(`@[A-Za-z_][A-Za-z0-9_.]{2,30}`), startsFree},
	{Number, "account number", surePattern, regexp.MustCompile(`(?i)\b[a-z]{2}[0-9]{2} ?[a-z]{4} ?(?:[0-9]{4} ?){3}[0-9]{0,4}\b`), nil},
	{Number, "number", surePattern, regexp.MustCompile(`\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b|\b(?:[0-9]{4}[ -]){3}[0-9]{1,7}\b|\b[0-9]{12,19}\b`), startsFree},
	{Number, "national insurance number", surePattern, regexp.MustCompile(`(?i)\b[a-z]{2} ?(?:[0-9]{2} ?){3}[a-d]\b`), nil},
	{Number, "student number", 0.99, regexp.MustCompile(`(?i)\b(?:student|staff|candidate|id|registration|matriculation|nhs|gmc|ref(?:erence)?)(?: (?:number|no|id))?(?: is|\.|:)* ?#?[a-z]{0,2}[0-9]{5,10}\b`), nil},
	{Number, "student number", likelyPattern, regexp.MustCompile(`(?i)\b[a-z]{1,3}[0-9]{6,9}\b`), nil},
	{Phone, "phone number", phoneScore, regexp.MustCompile(`(?:\+|00|\(\+?)?\(?[0-9][0-9()]*(?:[ .\-/]{0,2}[0-9()]+){0,9}(?: ?(?:x|ext\.?) ?[0-9]{1,6})?`), isPhone},
	{Postcode, "postcode", 0.9, regexp.MustCompile(`(?i)\b[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][abd-hjlnp-uw-z]{2}\b`), nil},
	{Date, "date", likelyPattern, regexp.MustCompile(`(?i)\b[0-9]{1,2}(?:st|nd|rd|th)? (?:of )?` + monthNames + `\b(?:,? [0-9]{4})?|\b` + monthNames + ` [0-9]{1,2}(?:st|nd|rd|th)?\b(?:,? [0-9]{4})?|\b` + monthNames + `,? (?:19|20)[0-9]{2}\b`), nil},
	{Date, "date", surePattern, regexp.MustCompile(`\b(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}\b|\b(?:0?[1-9]|[12][0-9]|3[01])[/.](?:0?[1-9]|[12][0-9]|3[01])[/.](?:19|20)?[0-9]{2}\b`), nil},
	{Role, "senior member of staff", likelyPattern, regexp.MustCompile(`(?i)\b(?:vice[- ]?|pro[- ]?|deputy |associate |assistant |acting |executive )*(?:dean|provost|chancellor|principal|registrar|bursar|vice-chancellor)\b(?: (?:of|for) (?:the )?\pL+(?: (?-i:\p{Lu})\pL+)?)?`), roleNoun},
	{Role, "senior member of staff", likelyPattern, regexp.MustCompile(`\b(?:[Dd]eputy |[Aa]ssociate |[Aa]ssistant |[Cc]linical )?(?:[Hh]ead|[Dd]irector|[Cc]hair|[Pp]resident|[Ll]ead|[Mm]anager|[Pp]rofessor|[Cc]onsultant|[Rr]egistrar|[Cc]aptain) (?:of|for|in) (?:the )?[\pL\pN]+(?: (?:and |of |the )?[A-Z0-9][\pL\pN]*)*`), roleNoun},
	{Role, "member of staff", likelyPattern, regexp.MustCompile(`(?i)\b(?:programme|program|course|module|year|stage|phase|block|unit|placement|admissions|widening participation|edi|equality|inclusion|inclusivity|inclusive education|disability|welfare|respiratory|cardiology|curriculum) (?:director|lead|leader|officer|convenor|coordinator|co-ordinator|manager)\b`), nil},
	{Role, "member of staff", weakPattern, regexp.MustCompile(`(?i)\bleads? the [\pL]+(?: [\pL]+)? (?:block|module|course|team|programme|unit|department|group)\b`), nil},
	{Place, "ward", likelyPattern, regexp.MustCompile(`\b[Ww]ard ?(?:[A-Z]?[0-9]{1,3}[A-Za-z]?|[A-Z])\b`), nil},
	{Place, "site", likelyPattern, regexp.MustCompile(`\b(?:St\.? )?(?:[A-Z][\pL'’]+ ){1,4}(?:Hospital|Infirmary|Hospice|Trust|Clinic|Campus|Surgery|Medical Centre|Health Centre|Medical School|University|College|Hall|Ward|Unit|School|Academy)\b`), properPlace},
	{Place, "university", likelyPattern, regexp.MustCompile(`\b(?:University|College|Hospital|School|Faculty) of (?:the )?[A-Z][\pL]+(?: (?:and )?[A-Z][\pL]+)*`), nil},
	{OnlyOne, "one of several", weakPattern, regexp.MustCompile(`(?i)\b(?:the|as|their|our|my) (?:only|sole) (?:[\pL'’-]+ ){1,5}?(?:in|on|at|of|from|here|among) (?:[\pL'’-]+)(?: [\pL'’-]+)?`), aboutPerson},
	{OnlyOne, "one of several", weakPattern - 0.05, regexp.MustCompile(`(?i)\b(?:i am|i'm|i was|being|she is|he is|they are|she was|he was) (?:one of )?the only (?:[\pL'’-]+ ){0,2}[\pL'’-]+`), aboutPerson},
}

// formGates are those of the forms.
var formGates = gatesOf(forms)

// patterns returns what the forms find.
func patterns(text string) []Found { return matches(text, forms, formGates) }

// matches returns what patterns with these gates find.
func matches(text string, ps []pattern, gates []gate) []Found {
	var found []Found
	l := look(text)
	for i, p := range ps {
		if !gates[i].open(l) {
			continue
		}
		for _, at := range p.form.FindAllStringIndex(text, -1) {
			span := trimSpan(text, survey.Span{Start: at[0], End: at[1]})
			if span.Len() > 0 && (p.accept == nil || p.accept(text, span)) {
				found = append(found, Found{p.kind, span, span.In(text), p.descriptor, p.score})
			}
		}
	}
	return found
}

func trimSpan(text string, s survey.Span) survey.Span {
	words := s.In(text)
	s.Start += len(words) - len(strings.TrimLeft(words, " "))
	s.End -= len(words) - len(strings.TrimRight(words, " .-/"))
	return s
}

// startsFree reports whether no letter or digit stands before the span.
func startsFree(text string, s survey.Span) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:s.Start])
	return s.Start == 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(".-/+", r)
}

// The number of digits of a telephone number: ITU-T E.164 allows 15; eight is
// the shortest that is written without saying that it is one.
const (
	fewestDigits = 8
	mostDigits   = 15
)

// saidBefore is what stands before a shorter number when it is to be called.
var saidBefore = regexp.MustCompile(`(?i)(?:tel(?:ephone)?|phone|mobile|mob|cell|call|ring|fax|text|desk|office|whatsapp|number)(?: (?:me|us|is|on|at|no|number|it's))*[ .:]*(?:on |at )?$`)

// beforeStreet matches the name of a street, which follows the number of a house
// or a post box.
var beforeStreet = regexp.MustCompile(`^ (?:\p{Lu}[\pL.'’]+ (?:\p{Lu}|[a-z]+ )|(?i:[\pL.'’]+ ){1,3}(?i:street|road|avenue|drive|lane|square|crescent|terrace)\b)`)

// local matches a North American number without its area code, and no count
// before a year.
var local = regexp.MustCompile(`^[0-9]{3}-[0-9]{4}$|^[2-9][0-9]{2} (?:[03-9][0-9]{3}|1[0-8][0-9]{2}|2[1-9][0-9]{2})$`)

// isPhone reports whether a run of digits is a telephone number and not a
// date, a year, a price or a count.
func isPhone(text string, s survey.Span) bool {
	run := s.In(text)
	main, _, extended := strings.Cut(strings.ReplaceAll(run, "ext", "x"), "x")
	digits := 0
	groups := strings.FieldsFunc(main, func(r rune) bool { return r < '0' || r > '9' })
	for _, g := range groups {
		digits += len(g)
	}
	if !startsFree(text, s) || followed(text, s.End) || digits > mostDigits || looksDated(run) {
		return false
	}
	said := saidBefore.MatchString(text[max(0, s.Start-30):s.Start])
	switch {
	case run[0] == '+' || run[0] == '(' && strings.Contains(run, ")"):
		return digits >= fewestDigits
	case said || extended:
		return digits >= 6 && (len(groups) > 1 || digits <= 11)
	case len(groups) == 2 && beforeStreet.MatchString(text[s.End:]):
		return false
	case local.MatchString(run):
		return true
	case len(groups) == 1:
		return digits >= 9 && digits <= 11
	case len(groups) == 2 && len(groups[0]) == 5:
		return groups[0][0] == '0' && len(groups[1]) >= 4 || len(groups[1]) >= 6 // else a postal code and a house
	}
	return digits >= fewestDigits && len(groups[0]) <= 5 && len(groups) <= 6 && shortGroups(groups) <= 3
}

// shortGroups counts groups of one digit: a list of marks is no number.
func shortGroups(groups []string) int {
	n := 0
	for _, g := range groups {
		if len(g) == 1 {
			n += 2
		}
	}
	return n
}

func followed(text string, end int) bool {
	r, _ := utf8.DecodeRuneInString(text[end:])
	return end < len(text) && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '%' || r == '@')
}

// dated matches what begins as a date, is two years, or is a social security
// number or a count with thousands.
var dated = regexp.MustCompile(`^(?:19|20)[0-9]{2}[-/. ](?:[01]?[0-9][-/. ]|(?:19|20)[0-9]{2}\b)|^(?:0?[1-9]|[12][0-9]|3[01])[/.](?:0?[1-9]|[12][0-9]|3[01])[/.](?:19|20)?[0-9]{2}(?:$| )|^[0-9]{1,3}(?:,[0-9]{3})+$|^[0-9]{3}-[0-9]{2}-[0-9]{4}$`)

func looksDated(run string) bool { return dated.MatchString(run) }

// roleNoun refuses a role in lower case that no article makes one office:
// "principal reason", "a lead in acting".
func roleNoun(text string, s survey.Span) bool {
	words := s.In(text)
	r, _ := utf8.DecodeRuneInString(words)
	if unicode.IsUpper(r) {
		return s.End-s.Start > 3
	}
	if strings.HasSuffix(words, "principal") && followedByWord.MatchString(text[s.End:]) {
		return false
	}
	before := strings.ToLower(text[max(0, s.Start-5):s.Start])
	return strings.HasSuffix(before, "the ") || strings.HasSuffix(before, "our ") || strings.HasSuffix(before, "my ")
}

// followedByWord matches a noun's beginning after an adjective.
var followedByWord = regexp.MustCompile(`^ \pL`)

// properPlace refuses a sentence's first word and an article as the name of a
// place: "The Hospital", "This Unit".
func properPlace(text string, s survey.Span) bool {
	first, _, _ := strings.Cut(s.In(text), " ")
	switch strings.ToLower(first) {
	case "the", "this", "that", "a", "an", "my", "our", "your", "their", "in", "at", "every", "each", "no", "any", "great", "good", "best", "nice", "medical", "high", "law", "local":
		return len(strings.Fields(s.In(text))) > 2
	}
	return true
}

// things are what "the only ... in" is mostly said of, and gives nobody away.
var things = regexp.MustCompile(`(?i)\bonly (?:real |other |good |bad |main |negative |positive |small |minor |slight )*(?:thing|things|problem|problems|issue|issues|way|ways|reason|reasons|complaint|complaints|time|times|place|part|downside|criticism|concern|option|choice|difference|advice|suggestion|improvement|question|drawback|bit|point|aspect|class|course|book|grade|test|exam|homework|assignment|available)\b`)

func aboutPerson(text string, s survey.Span) bool { return !things.MatchString(s.In(text)) }
