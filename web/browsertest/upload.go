package browsertest

import "github.com/chromedp/chromedp"

// Upload chooses files for a field.
func (p *Page) Upload(selector string, files ...string) {
	p.t.Helper()
	p.do("choosing files for "+selector, chromedp.SetUploadFiles(chromedp.CSS(selector), files))
}
