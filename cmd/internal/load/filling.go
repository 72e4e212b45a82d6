package load

import (
	"crypto/sha256"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/web/page"
)

// A Digest stands for everything that one participant answered. Every filling
// holds words of its own, so two that are equal are the same one stored twice.
type Digest [sha256.Size]byte

// textLength is about how many bytes a participant writes to a question: with
// four of them a response has the 2 kB that talkative people write.
const textLength = 480

// sentences are what participants write with. Some hold what is easily broken
// on the way: letters and signs of more than one byte, quotes, markup and lines.
var sentences = [...]string{ //nolint:gochecknoglobals // a constant that Go cannot write as one
	"My mentor listened before speaking, which I had not expected.",
	"We met four times, and each time I left with something to try.",
	"Please pay mentors for the hours that they prepare.",
	"The first meeting should be at a neutral place, not in the professor's office.",
	"I learnt how decisions are made & who is asked – and who is not.",
	"It was hard to find an hour in which we were both free.",
	"“You are the first student to tell me this,” she said.",
	"Matching by interest rather than by department would help.",
	"Train the chairs of panels before they sit on one.",
	"At times I was afraid that what I said would come back to me.",
	"Ein paar Worte auf Deutsch: größer, süß, Straße.",
	"He <b>never</b> answered mails; his secretary did.",
	"I would do it again 👍🏽, with a longer break in between.",
	"Publish what was done with last year's recommendations.",
	"The half-way reflection came too late to change anything.",
	"My confidence grew: I spoke at the faculty's meeting.\nTwice.",
}

// A Filling is what one participant answers.
type Filling struct {
	Fields url.Values // of all pages, as a browser sends them
	Turns  int        // how often the page is filled in that repeats; 0 where none does
	Digest Digest
}

// NewFilling makes up the answers of a participant. They hold a random name, so
// that no two participants write the same.
func NewFilling(r *rand.Rand) Filling {
	f := Filling{Fields: url.Values{}}
	var answers []survey.Answer
	for i := range likertQuestions {
		value := strconv.Itoa(1 + r.IntN(5))
		f.Fields.Set(page.AnswerField(likertKey(i), likertItem), value)
		answers = append(answers, survey.Answer{Question: likertKey(i), Choices: []string{likertItem + "=" + value}})
	}
	consents := []survey.QuoteConsent{survey.ConsentUnasked, survey.QuoteWords, survey.ThemesOnly, survey.CountOnly}
	for i := range textQuestions {
		text, consent := write(r, i == 0), consents[r.IntN(len(consents))]
		f.Fields.Set(page.AnswerField(textKey(i), ""), strings.ReplaceAll(text, "\n", "\r\n")) // as browsers send lines
		if consent != survey.ConsentUnasked {
			f.Fields.Set(page.ConsentField(textKey(i)), string(consent))
		}
		answers = append(answers, survey.Answer{Question: textKey(i), Text: text, QuoteConsent: consent})
	}
	f.Digest = digest(answers)
	return f
}

// write returns a text. A named one holds a name of its own; more such words
// than one a participant would be more than people bring into a vocabulary.
func write(r *rand.Rand, named bool) string {
	var b strings.Builder
	b.WriteString(sentences[r.IntN(len(sentences))])
	if named {
		b.WriteString(" (" + sqldb.NewID() + ")")
	}
	for b.Len() < textLength {
		b.WriteByte(' ')
		b.WriteString(sentences[r.IntN(len(sentences))])
	}
	return b.String()
}

// digest returns the digest of answers, whatever their order.
func digest(answers []survey.Answer) Digest {
	answers = slices.Clone(answers)
	slices.SortFunc(answers, func(a, b survey.Answer) int { return strings.Compare(a.Question, b.Question) })
	h := sha256.New()
	for _, a := range answers {
		for _, part := range []string{a.Question, strings.Join(a.Choices, "\x01"), a.Text, string(a.QuoteConsent)} {
			h.Write([]byte(part))
			h.Write([]byte{0}) // no part holds it, so parts cannot run into each other
		}
	}
	return Digest(h.Sum(nil))
}
