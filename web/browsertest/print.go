package browsertest

import (
	"context"

	"github.com/chromedp/chromedp"
)

// The size of A4 in inches, as browsers want it.
const (
	paperWidth  = 8.27
	paperHeight = 11.69
)

// PDF prints the page on A4, as a person would.
func (p *Page) PDF() []byte {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	var printed struct {
		Data []byte `json:"data"`
	}
	if err := chromedp.FromContext(ctx).Target.Call(ctx, "Page.printToPDF", map[string]any{"paperWidth": paperWidth, "paperHeight": paperHeight, "printBackground": true}, &printed); err != nil {
		p.t.Fatalf("print: %v\n%s", err, p.Where())
	}
	return printed.Data
}
