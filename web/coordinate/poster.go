package coordinate

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/boombuler/barcode/qr"
	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/design"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/page/words"
)

// quietZone is how many modules are left free around a QR code, as its standard
// asks for.
const quietZone = 4

// Poster shows a page to print and put on a wall, for a wave that anybody with
// the link may answer: one for each language of the form.
func (d *Desk) Poster(c *gin.Context) error {
	w, err := d.waveDesk(c)
	if err != nil {
		return err
	}
	if w.wave.Mode != survey.Open {
		return fault.Coded("W78", "“%s” is answered by invitation, each with a link of its own: a poster would lead nowhere.", w.wave.Title)
	}
	f, err := d.survey.Form(c.Request.Context(), w.programme.ID, w.wave.FormKey, w.wave.FormVersion)
	if err != nil {
		return err
	}
	tag := cmp.Or(c.Query(page.LanguageField), f.Languages()[0])
	if !slices.Contains(f.Languages(), tag) {
		return fault.New(fault.NotFound, "The form is not in this language.")
	}
	built, err := posterPage(w, f, tag, openLink(d.base(c), w.place, w.wave))
	if err != nil {
		return err
	}
	built.Layout = frame(c, built.Layout, "collect")
	return d.render.Page(c, http.StatusOK, "coordinate-poster", built)
}

// openLink returns the address at which anybody may answer a wave.
func openLink(base string, p place, w survey.Wave) string {
	return base + "/f/" + url.PathEscape(p.programme.Key) + "/" + url.PathEscape(p.round.Key) + "/" + url.PathEscape(w.Key)
}

// posterPage builds the poster in one of the languages of a form. What nobody has
// translated says in which language it is.
func posterPage(w waveDesk, f survey.Form, tag, address string) (page.Poster, error) {
	speech, foreign := words.For(tag), page.ForeignTo(f, tag)
	say := func(english string, values ...any) string {
		if speech.Spoken() != speech.Tag() {
			return page.Marked(speech.Spoken(), page.Plain(speech.Say(english, values...)))
		}
		return speech.Say(english, values...)
	}
	built := page.Poster{
		In: page.Tongue{Tag: tag, Name: words.Name(tag), Dir: words.Dir(tag)}, Others: page.Tongues(f.Languages(), tag), Heading: foreign.Title(f.In(tag).Title),
		Address: strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://"),
		Back:    page.Link{Text: "Collecting answers", Address: w.at("collect")},
	}
	if len(built.Others) > 0 {
		address += "?" + url.Values{page.LanguageField: {tag}}.Encode()
	}
	var err error
	built.QR, err = qrCode(address, page.Plain(say("QR code that leads to %s", address)))
	built.Title = "Poster for " + w.wave.Title
	built.Lines = []string{foreign.Own(w.programme.Name)}
	if tag == f.Languages()[0] && w.wave.Title != "" { // which has one in that language only
		built.Heading = w.wave.Title
	}
	if w.programme.Aim != "" {
		built.Lines = append(built.Lines, foreign.Own(w.programme.Aim))
	} else if w.programme.Addressee != "" {
		built.Lines = append(built.Lines, say("What you say is read, summed up and put to %s.", foreign.Own(w.programme.Addressee)))
	}
	long := say("about %s minutes", design.Minutes(f))
	if design.Minutes(f) == 1 {
		long = say("about 1 minute")
	}
	stored := page.Stored(w.wave)[0]
	built.Terms = []page.Term{{Name: say("How long it takes"), Text: long}}
	if w.wave.ClosesOn != "" {
		built.Terms = append(built.Terms, page.Term{Name: say("Until when"), Text: say("%s", w.wave.ClosesOn)})
	}
	built.Terms = append(built.Terms, page.Term{Name: say(stored.Head), Text: say(stored.Text)})
	if w.programme.Contact != "" {
		built.Terms = append(built.Terms, page.Term{Name: say("Questions"), Text: w.programme.Contact})
	}
	return built, err
}

// qrCode returns an address as a QR code of medium error correction: one part in
// seven may be covered by a drawing pin.
func qrCode(address, title string) (out page.QRCode, err error) {
	defer fault.Wrap(&err, "coordinate.qrCode")
	code, err := qr.Encode(address, qr.M, qr.Auto)
	if err != nil {
		return out, err
	}
	side := code.Bounds().Dx()
	var b strings.Builder
	for y := range side {
		for x := 0; x < side; x++ {
			run := 0
			for x+run < side && dark(code.At(x+run, y)) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", x+quietZone, y+quietZone, run, run)
				x += run
			}
		}
	}
	return page.QRCode{Size: side + 2*quietZone, Path: b.String(), Title: title}, nil
}

func dark(c interface{ RGBA() (r, g, b, a uint32) }) bool {
	r, _, _, _ := c.RGBA()
	return r == 0
}
