package research

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/disclose"
	"verbatim/survey"
	"verbatim/web/page"
	"verbatim/web/page/words"
)

// reading is everything the page of one response is made of.
type reading struct {
	here      string // the verbatim asked for
	form      survey.Form
	response  survey.Response
	verbatims []survey.Verbatim
	codings   []analysis.Coding
	sentences func(text string) []analysis.Span
	labels    Labels
	apart     bool // only the verbatim asked for is shown: its group is too small
}

// verbatimPage builds the page of one response: every question that was
// answered, in the order of the form, as far as consent allows.
func verbatimPage(r reading) page.Verbatim {
	p := page.Verbatim{Attributes: responseAttributes(r), Themes: r.labels.choices()}
	p.Title = Capital(or(r.labels.Role(r.response.Role), "response")) + "’s response"
	if len(r.verbatims) > 0 {
		p.Codebook = CodebookPath(r.verbatims[0].ProgrammeKey)
	}
	byQuestion := map[string]survey.Verbatim{}
	for _, v := range r.verbatims {
		byQuestion[survey.InTurn(v.Question, v.Turn)] = v
	}
	for _, a := range r.response.Answers {
		key, _ := survey.SplitTurn(a.Question)
		q, ok := r.form.Question(key)
		if !ok || a.Empty() || q.Kind == survey.Consent || q.Purpose == survey.ForRole {
			continue
		}
		q.Key, q.Label = a.Question, r.form.WordsOf(a.Question)
		v, ok := byQuestion[a.Question]
		if r.apart && v.ID != r.here {
			continue
		}
		if ok {
			if !q.Kind.FreeText() { // what "other" is: the words alone would not say
				q.Label += ": " + strings.Join(closedAnswer(q, a).Choices, "; ")
			}
			p.Answers = append(p.Answers, wordsAnswer(r, q, v))
			continue
		}
		p.Answers = append(p.Answers, closedAnswer(q, a))
	}
	if r.apart {
		p.Apart = "Only this answer is shown. This wave promises that nobody can be told by their answers, and fewer than " + strconv.Itoa(disclose.SmallCell) + " " +
			r.labels.Roles(r.response.Role) + " answered it. So the other answers of this response, and its day, are left out."
	}
	for _, a := range p.Answers {
		p.Places = append(p.Places, page.Link{Text: Shorten(a.Question, 48), Address: "#" + a.Anchor})
	}
	return p
}

func responseAttributes(r reading) []string {
	var out []string
	if len(r.verbatims) > 0 {
		v := r.verbatims[0]
		out = append(out, r.labels.Programme(v.ProgrammeKey), v.RoundKey)
	}
	out = append(out, r.form.Title)
	if !r.apart {
		out = append(out, r.response.ReceivedOn.String())
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// closedAnswer shows what was chosen.
func closedAnswer(q survey.Question, a survey.Answer) page.ReadAnswer {
	return page.ReadAnswer{Anchor: answerAnchor(q.Key), Question: q.Label, Choices: page.Chosen(words.For(words.English), q, a)}
}

// answerAnchor is the id of an answer on its page. Fragments of addresses hold no
// number sign.
func answerAnchor(key string) string { return "answer-" + strings.ReplaceAll(key, "#", "@") }

// wordsAnswer shows a verbatim with its codings. An answer that its participant
// only wants counted is not shown, and cannot be coded.
func wordsAnswer(r reading, q survey.Question, v survey.Verbatim) page.ReadAnswer {
	out := page.ReadAnswer{
		Anchor: answerAnchor(q.Key), Question: q.Label, Here: v.ID == r.here,
		Consent: consentWords(v.QuoteConsent), MayPrint: v.QuoteConsent.MayQuote(),
	}
	if !v.QuoteConsent.MayAnalyse() {
		out.Withheld = true
		return out
	}
	out.Add = VerbatimPath(v.ID) + "/codings"
	out.Return = VerbatimPath(r.here) + "#" + out.Anchor
	out.Like = LikePath(v.ID)
	out.Quote = quotePathOf(v)
	shown, rejected := lettered(r, v)
	var marks []mark
	for _, c := range shown {
		if !c.view.Whole {
			marks = append(marks, mark{c.span, page.Link{Text: c.view.Letter, Address: "#" + c.view.Anchor}, c.view.Colour})
		}
		out.Codings = append(out.Codings, c.view)
	}
	out.Rejected = rejected
	out.Pieces = pieces(v.Text, whole(v.Text), nil, marks)
	if s := r.sentences(v.Text); len(s) > 1 {
		out.Sentences = sentences(v.Text, s)
	}
	return out
}

// shownCoding is a coding with the span it is shown at.
type shownCoding struct {
	view page.CodingView
	span analysis.Span
}

// lettered gives the codings of v their letters in the order in which they end
// in the text, and keeps rejected ones apart.
func lettered(r reading, v survey.Verbatim) (shown []shownCoding, rejected []page.CodingView) {
	codings := slices.Clone(codingsByVerbatim(r.codings)[v.ID])
	slices.SortStableFunc(codings, func(a, b analysis.Coding) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End), strings.Compare(a.Theme, b.Theme))
	})
	for _, c := range codings {
		view := codingView(c, v.Text, r.labels)
		view.Return = VerbatimPath(r.here) + "#" + view.Anchor
		if c.Status == analysis.Rejected {
			rejected = append(rejected, view)
			continue
		}
		view.Letter = letter(len(shown))
		if !view.Whole {
			view.Like = LikePath(v.ID, c.Span)
		}
		shown = append(shown, shownCoding{view, c.Span})
	}
	return shown, rejected
}

// letter names the nth coding of an answer: a to z, then 27 and on.
func letter(n int) string {
	const letters = "abcdefghijklmnopqrstuvwxyz"
	if n < len(letters) {
		return letters[n : n+1]
	}
	return strconv.Itoa(n + 1)
}

// codingView shows one coding with what is needed to decide on it.
func codingView(c analysis.Coding, text string, l Labels) page.CodingView {
	b, _ := l.branch(c.Theme)
	v := page.CodingView{
		Anchor: Anchor("coding", c.ID), Colour: max(b.colour, 1), Theme: l.Theme(c.Theme),
		Definition: b.Definition, Use: b.Use, UseNot: b.UseNot,
		Whole: c.Span.Start == 0 && c.Span.End >= len(strings.TrimSpace(text)),
		State: codingState(c), Suggested: c.Status == analysis.Suggested, Rejected: c.Status == analysis.Rejected, Against: c.Against,
		ByPerson: c.Coder != analysis.Machine, Decide: codingPath(c.ID),
	}
	if c.Coder == analysis.Machine {
		v.Score = Score(c.Score)
		v.Words, v.Examples = c.Reason.Words, c.Reason.Examples
	}
	return v
}

// codingState says who stands behind a coding.
func codingState(c analysis.Coding) string {
	switch {
	case c.Status == analysis.Suggested:
		return "Suggested"
	case c.Coder != analysis.Machine && c.Status == analysis.Accepted && (c.DecidedBy == "" || c.DecidedBy == c.Coder):
		return "Added by " + c.Coder
	case c.Status == analysis.Rejected:
		return "Rejected by " + or(c.DecidedBy, "somebody")
	}
	return "Accepted by " + or(c.DecidedBy, "somebody")
}

// sentences lists what a theme can be put on.
func sentences(text string, spans []analysis.Span) []page.Sentence {
	const shown = 60 // runes of a sentence in a list to choose from
	out := make([]page.Sentence, 0, len(spans))
	for i, s := range spans {
		out = append(out, page.Sentence{Value: spanValue(s), Text: strconv.Itoa(i+1) + ". " + Shorten(s.In(text), shown)})
	}
	return out
}

func spanValue(s analysis.Span) string { return strconv.Itoa(s.Start) + "-" + strconv.Itoa(s.End) }

// readSpan reads what spanValue wrote; "" means all of text. The span must fit
// the text and cut no character.
func readSpan(value, text string) (analysis.Span, bool) {
	if value == "" {
		return analysis.Span{Start: 0, End: len(text)}, text != ""
	}
	from, to, ok := strings.Cut(value, "-")
	start, err1 := strconv.Atoi(from)
	end, err2 := strconv.Atoi(to)
	s := analysis.Span{Start: start, End: end}
	return s, ok && err1 == nil && err2 == nil && fits(text, s)
}

// Anchor makes an identifier for a place on a page of something stored.
func Anchor(kind, id string) string {
	safe := func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.' {
			return r
		}
		return '_'
	}
	return kind + "-" + strings.Map(safe, id)
}
