package analysis

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// LongestNote is how many characters an entry of a history has at most: a
// paragraph.
const LongestNote = 2000

// Inherit hands what was written and noted of recommendations on to the one that
// takes their place. Where it takes the place of one alone, and goes on with it,
// the entries go on as they are; else each is told in a remark, because what was
// said of one was not said of the other.
func (r *Recommendation) Inherit(olds []Recommendation, goesOn bool) {
	for _, o := range olds {
		r.Body, r.Owner, r.PublicText = cmp.Or(r.Body, o.Body), cmp.Or(r.Owner, o.Owner), cmp.Or(r.PublicText, o.PublicText)
		r.CoOwners, r.FeedsInto, r.Themes = union(r.CoOwners, o.CoOwners), union(r.FeedsInto, o.FeedsInto), union(r.Themes, o.Themes)
		r.Notes = append(slices.Clip(r.Notes), o.handedOn(goesOn)...)
	}
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

// handedOn returns the entries that a recommendation hands on.
func (r Recommendation) handedOn(goesOn bool) []Note {
	out := []Note{{Kind: Remark, Words: r.was()}}
	if r.PublicText != "" && !goesOn {
		out = append(out, Note{Kind: Remark, Words: "Of " + r.Reference + ", everybody was told:"}, Note{Kind: Remark, Words: r.PublicText})
	}
	for _, n := range r.Notes {
		if goesOn {
			out = append(out, Note{Kind: n.Kind, Value: n.Value, Words: n.Words, Evidence: n.Evidence, Public: n.Public, Day: n.Day, By: n.By})
		} else {
			out = append(out, r.told(n)...)
		}
	}
	return out
}

// told tells an entry in a remark; in two where it is too long for one.
func (r Recommendation) told(n Note) []Note {
	head := r.Reference + ", " + string(n.Kind)
	if n.Value != "" {
		head += " " + n.Value
	}
	if n.By != "" {
		head += ", by " + n.By
	}
	remark := Note{Kind: Remark, Words: head + ": " + n.Words, Evidence: n.Evidence, Day: n.Day}
	switch {
	case n.Words == "":
		remark.Words = head
	case utf8.RuneCountInString(remark.Words) > LongestNote:
		remark.Words = n.Words
		return []Note{{Kind: Remark, Words: head + ":", Day: n.Day}, remark}
	}
	return []Note{remark}
}

// was says what a recommendation was before another one took its place.
func (r Recommendation) was() string {
	text := r.Reference + " read: “" + r.Title + "”."
	if r.Body != "" {
		text += " It was addressed to " + r.Body + "."
	}
	if r.Owner != "" {
		text += " " + r.Owner + " saw to it."
	}
	return text
}
