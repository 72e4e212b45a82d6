package coordinate

import (
	"encoding/json"
	"strconv"
	"strings"

	"verbatim/analysis/quote"
	"verbatim/analysis/report"
	"verbatim/web/page"
	"verbatim/web/research"
)

func itoa(n int) string { return strconv.Itoa(n) }

func reimportPage(p place) page.Reimport {
	built := page.Reimport{
		Scope: p.scope(), Action: p.at("reimport"), Take: p.at("reimport") + "/take",
		Back: page.Link{Text: "The summary", Address: p.at("summary")},
	}
	built.Title = "Read an edited file again"
	return built
}

// trimmedPieces returns pieces without the space after what is gone or put in,
// which would be struck through or underlined too.
func trimmedPieces(ps []report.Piece) []report.Piece {
	out := make([]report.Piece, len(ps))
	for i, p := range ps {
		if out[i] = p; p.Op != report.Kept {
			out[i].Text = strings.TrimRight(p.Text, " \n")
		}
	}
	return out
}

// changeWords are the kinds of changes as the page calls them.
func changeWords(k report.ChangeKind) string {
	switch k {
	case report.QuoteChanged:
		return "A quote in other words"
	case report.QuoteGone:
		return "A quote that is gone"
	case report.QuoteNew:
		return "A quote that is new"
	case report.QuoteMoved:
		return "A quote under another theme"
	case report.LabelChanged:
		return "Another speaker"
	case report.TextChanged:
		return "A sentence in other words"
	case report.TextGone:
		return "A sentence that is gone"
	case report.TextNew:
		return "A sentence that is new"
	}
	return string(k)
}

// reimportTally says how many quotes are as they were, and how many other
// changes there are.
func reimportTally(quotes int, changes []report.Change) string {
	touched := 0
	for _, c := range changes {
		if c.Kind == report.QuoteChanged || c.Kind == report.QuoteNew {
			touched++
		}
	}
	if touched == 0 {
		return research.Plural(quotes, "quote", "quotes") + ", word for word as in the draft; " + research.Plural(len(changes), "other change", "other changes")
	}
	return research.Plural(touched, "quote is", "quotes are") + " not what the draft has; " + research.Plural(len(changes)-touched, "other change", "other changes")
}

// reimported shows the changes.
func reimported(built *page.Reimport, changes []report.Change) {
	for _, c := range changes {
		v := page.ReimportChange{
			Anchor: "change-" + c.ID, Kind: changeWords(c.Kind), Where: c.Where, Pieces: trimmedPieces(c.Words), Before: c.Before, After: c.After,
			Quote: c.Kind == report.QuoteChanged || c.Kind == report.QuoteGone || c.Kind == report.QuoteNew,
		}
		if id := answerOf(c); id != "" {
			v.Answer = research.VerbatimPath(id)
		}
		var t take
		switch c.Kind {
		case report.QuoteChanged, report.QuoteNew:
			t = showQuote(&v, c)
		case report.QuoteGone:
			t = take{Kind: dropQuote, Role: c.Role, Theme: c.Theme, Verbatim: c.Quote.VerbatimID, Was: c.Quote.Span}
			v.Reason = true
		case report.QuoteMoved:
			v.Else = "Move it where it is chosen, among the quotes of the round."
		case report.LabelChanged:
			v.Else = "Who speaks is worked out from the answers, and cannot be changed in a file."
		case report.TextChanged:
			t = textTake(&v, c)
		default:
			v.Else = elseText(c)
		}
		if t.Kind != "" {
			t.ID = c.ID
			if body, err := json.Marshal(t); err == nil {
				v.Value = string(body)
			}
		}
		built.Changes = append(built.Changes, v)
	}
}

func answerOf(c report.Change) string {
	if c.Finding.VerbatimID != "" {
		return c.Finding.VerbatimID
	}
	return c.Quote.VerbatimID
}

// showQuote says what the answers say to words that are no quote of the draft,
// and returns what would be stored.
func showQuote(v *page.ReimportChange, c report.Change) take {
	f := c.Finding
	v.Notes = f.Warnings
	switch {
	case f.VerbatimID != "" && !f.Consent:
		v.Found, v.Else = "The person who wrote this did not agree to be quoted.", "It cannot be printed."
		return take{}
	case f.Printed == "":
		v.Found, v.Else = "No answer says so.", "It cannot be printed as a quote."
		if c.Kind == report.QuoteChanged && f.Divergence != "" {
			v.Found = "The answer does not say so: " + f.Divergence + "."
		}
		return take{}
	case f.Level == quote.Typographic && f.Printed == c.Quote.Text:
		v.Found, v.Else = "Only quotation marks, spaces or hyphens differ, as word processors change them.", "Nothing has to be done: the draft keeps the answer’s own."
		return take{}
	case f.Same():
		v.Found = "These are words of the answer, from other places of it."
		if c.Kind == report.QuoteNew {
			v.Found = "These are words of an answer."
		}
	case f.Divergence != "":
		v.Found = "The answer does not say so: " + f.Divergence + "."
	default:
		v.Found = "These are words of the answer with changes that nobody has declared."
	}
	v.Printed, v.Reason = f.Printed, len(f.Edits) > 0
	return take{Kind: takeQuote, Role: c.Role, Theme: c.Theme, Verbatim: f.VerbatimID, Was: c.Quote.Span, Span: f.Span, Edits: f.Edits}
}

// textTake returns what would be stored of a sentence, where people decide about
// it.
func textTake(v *page.ReimportChange, c report.Change) take {
	switch c.Part.Kind {
	case report.LeadPart:
		return take{Kind: takeLead, Role: c.Part.Role, Theme: c.Part.Theme, Text: c.Sentence()}
	case report.TitlePart:
		return take{Kind: takeTitle, Text: c.Sentence()}
	case report.IntroductionPart:
		return take{Kind: takeIntroduction, Index: c.Part.Index, Text: c.Sentence()}
	}
	v.Else = elseText(c)
	return take{}
}

// elseText says where a change is made that cannot be taken from a file.
func elseText(c report.Change) string {
	switch c.Part.Kind {
	case report.RecommendationPart, report.PointPart:
		return "Change the wording of the recommendation on its own page, where its sources stay with it."
	case report.LeadPart:
		return "Leave the statement out on the page of the summary, with a reason."
	case report.MethodPart:
		return "The method is written from what was done, and says it anew each time."
	case report.IntroductionPart, report.OwnTextPart:
		return "Change it where the summary is edited."
	}
	if c.Where == "Headings" {
		return "A theme is called what the codebook calls it."
	}
	if c.Kind == report.TextNew {
		return "Write it as a section of its own where the summary is edited."
	}
	return "The software writes this by itself."
}
