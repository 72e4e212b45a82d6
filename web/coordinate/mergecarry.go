package coordinate

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"verbatim/analysis"
	"verbatim/survey/fault"
)

// carryOver brings what was written and noted of recommendations along to the one
// that takes their place. Where it takes the place of one alone, its entries go on
// as they are; of several, each is told in a remark, because what was said of one
// was not said of the other.
func (d *Desk) carryOver(ctx context.Context, id string, olds []analysis.Recommendation, goesOn bool) error {
	if len(olds) == 0 {
		return nil
	}
	r, err := d.analysis.Recommendation(ctx, id)
	if err != nil {
		return err
	}
	fields := r
	for _, o := range olds {
		fields.Body, fields.Owner = cmp.Or(fields.Body, o.Body), cmp.Or(fields.Owner, o.Owner)
		fields.PublicText = cmp.Or(fields.PublicText, o.PublicText)
		fields.CoOwners, fields.FeedsInto = union(fields.CoOwners, o.CoOwners), union(fields.FeedsInto, o.FeedsInto)
	}
	if fields.Body+fields.Owner+fields.PublicText != "" || len(fields.CoOwners)+len(fields.FeedsInto) > 0 {
		err := d.analysis.EditRecommendation(ctx, fields)
		if err != nil && fault.KindOf(err) != fault.Invalid { // too many owners for one: the remarks name them
			return err
		}
	}
	for _, o := range olds {
		for _, n := range carried(o, goesOn) {
			n.RecommendationID = id
			if err := d.analysis.AddNote(ctx, n); err != nil {
				return err
			}
		}
	}
	return nil
}

func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, s) }) {
			out = append(out, s)
		}
	}
	return out
}

// longestRemark is how many characters an entry of a history has at most.
const longestRemark = 2000

// carried returns the entries that a recommendation hands on.
func carried(o analysis.Recommendation, goesOn bool) []analysis.Note {
	out := []analysis.Note{{Kind: analysis.Remark, Words: was(o)}}
	if o.PublicText != "" && !goesOn {
		out = append(out, analysis.Note{Kind: analysis.Remark, Words: "Of " + o.Reference + ", everybody was told:"}, analysis.Note{Kind: analysis.Remark, Words: o.PublicText})
	}
	for _, n := range o.Notes {
		if goesOn {
			out = append(out, analysis.Note{Kind: n.Kind, Value: n.Value, Words: n.Words, Evidence: n.Evidence, Public: n.Public, Day: n.Day})
			continue
		}
		head := o.Reference + ", " + string(n.Kind)
		if n.Value != "" {
			head += " " + n.Value
		}
		if n.By != "" {
			head += ", by " + n.By
		}
		remark := analysis.Note{Kind: analysis.Remark, Words: head + ": " + n.Words, Evidence: n.Evidence, Day: n.Day}
		if n.Words == "" {
			remark.Words = head
		}
		if utf8.RuneCountInString(remark.Words) > longestRemark {
			out = append(out, analysis.Note{Kind: analysis.Remark, Words: head + ":", Day: n.Day})
			remark.Words = n.Words
		}
		out = append(out, remark)
	}
	return out
}

// was says what a recommendation was before another one took its place.
func was(o analysis.Recommendation) string {
	text := o.Reference + " read: “" + o.Title + "”."
	if o.Body != "" {
		text += " It was addressed to " + o.Body + "."
	}
	if o.Owner != "" {
		text += " " + o.Owner + " saw to it."
	}
	return text
}
