package coordinate

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/boombuler/barcode/qr"
	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/design"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/research"
)

// quietZone is how many modules are left free around a QR code, as its standard
// asks for.
const quietZone = 4

// Poster shows a page to print and put on a wall, for a wave that anybody with
// the link may answer.
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
	built, err := posterPage(w, f, openLink(d.base(c), w.place, w.wave))
	if err != nil {
		return err
	}
	built.Layout = frame(c, built.Layout, "collect")
	return d.render.Page(c, 200, "coordinate-poster", built)
}

// openLink returns the address at which anybody may answer a wave.
func openLink(base string, p place, w survey.Wave) string {
	return base + "/f/" + url.PathEscape(p.programme.Key) + "/" + url.PathEscape(p.round.Key) + "/" + url.PathEscape(w.Key)
}

func posterPage(w waveDesk, f survey.Form, address string) (page.Poster, error) {
	code, err := qrCode(address, "QR code that leads to "+address)
	built := page.Poster{
		Heading: w.wave.Title, QR: code, Ask: w.programme.Contact,
		Address: strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://"),
		Back:    page.Link{Text: "Collecting answers", Address: w.at("collect")},
	}
	built.Title = "Poster for " + w.wave.Title
	built.Lines = []string{w.programme.Name}
	if w.programme.Aim != "" {
		built.Lines = append(built.Lines, w.programme.Aim)
	} else if w.programme.Addressee != "" {
		built.Lines = append(built.Lines, "What you say is read, summed up and put to "+w.programme.Addressee+".")
	}
	stored := page.Stored(w.wave)
	built.Terms = []page.Term{{Name: "How long it takes", Text: "about " + research.Plural(design.Minutes(f), "minute", "minutes")}}
	if w.wave.ClosesOn != "" {
		built.Terms = append(built.Terms, page.Term{Name: "Until when", Text: w.wave.ClosesOn.String()})
	}
	built.Terms = append(built.Terms, page.Term{Name: stored[0].Head, Text: stored[0].Text})
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
