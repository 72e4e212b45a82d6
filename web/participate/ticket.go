package participate

import (
	"crypto/rand"
	"encoding/binary"
	"hash/fnv"
	"strconv"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fill"
)

// A ticket is what the field "key" of a page holds: of which form instance it is,
// which sheet it shows, in which window, and how the sheet stood then. Sheets are
// numbered as they are asked, so a number alone would not say where words belong
// that come after an answer on another page has changed what is asked.
type ticket struct {
	key    string // of the form instance
	sheet  string // of sheetName; empty on pages that show none
	window string // tells apart the windows in which a sheet was opened
	seen   string // of seal
}

// windowLength is the length of the name of a window, in characters of base 32:
// enough that the windows of one participant differ.
const windowLength = 8

// newTicket returns the ticket, without a key, of a sheet that is about to be
// shown when these answers are stored.
func newTicket(s fill.Sheet, stored []survey.Answer) ticket {
	return ticket{"", sheetName(s), rand.Text()[:windowLength], stamp(s, stored)}
}

// String returns the ticket as the field holds it. No part has a full stop.
func (t ticket) String() string { return t.key + "." + t.sheet + "." + t.window + "." + t.seen }

func parseTicket(field string) (t ticket) {
	t.key, field, _ = strings.Cut(field, ".")
	t.sheet, field, _ = strings.Cut(field, ".")
	t.window, t.seen, _ = strings.Cut(field, ".")
	return t
}

// sheetName names a sheet by its place in the form and its turn, as "2" or "2-3".
func sheetName(s fill.Sheet) string {
	if s.Turn == 0 {
		return strconv.Itoa(s.Place)
	}
	return strconv.Itoa(s.Place) + "-" + strconv.Itoa(s.Turn)
}

// sheetNamed returns the sheet with the name, whether or not it is asked now.
func sheetNamed(p *fill.Plan, name string) (fill.Sheet, bool) {
	place, turn, _ := strings.Cut(name, "-")
	n, err := strconv.Atoi(place)
	if err != nil {
		return fill.Sheet{}, false
	}
	t, _ := strconv.Atoi(turn) // none is turn 0
	return p.Sheet(n, t)
}

// nothing is the stamp of a sheet without an answer.
const nothing = "0"

// stamp returns a short text that differs, but for a chance of no account, when
// any answer on the sheet does.
func stamp(s fill.Sheet, answers []survey.Answer) string {
	h := fnv.New64a()
	empty := true
	part := func(text string) {
		var size [8]byte
		binary.LittleEndian.PutUint64(size[:], uint64(len(text)))
		_, _ = h.Write(size[:])
		_, _ = h.Write([]byte(text))
	}
	for i := range s.Page.Questions {
		key := survey.InTurn(s.Page.Questions[i].Key, s.Turn)
		for j := range answers {
			a := &answers[j]
			if a.Question != key || a.Empty() {
				continue
			}
			empty = false
			part(key)
			part(a.Text)
			part(string(a.QuoteConsent))
			for _, c := range a.Choices {
				part(c)
			}
		}
	}
	if empty {
		return nothing
	}
	return strconv.FormatUint(h.Sum64(), 36)
}
