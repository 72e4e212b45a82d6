// Package pdf prints an HTML file as a tagged PDF by a Chromium that is
// installed on the machine.
//
// It is for the pages and commands that hand out a summary as PDF, where
// somebody has said which Chromium to use: it is an optional part, and where
// there is none the HTML has a style for print. Each file is printed by a
// process of its own, which gets that file and nothing else: no script runs, no
// address is reached, and it ends at a time limit. Headings, lists, quotes,
// tables and the descriptions of charts are tags of the PDF, as in the HTML.
//
// It makes no PDF by itself, because none of the libraries that could do it
// writes tags.
package pdf

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"os/exec"
	"regexp"
	"time"

	"github.com/chromedp/chromedp"

	"verbatim/analysis"
	"verbatim/analysis/report"
	"verbatim/survey/fault"
)

const (
	// Limit is how long printing may take: the first start of Chromium on a
	// machine takes seconds, a summary a tenth of one.
	Limit = 30 * time.Second

	maxHTML = 32 << 20 // bytes of a file that is printed; a summary has some hundred thousand
	atOnce  = 2        // Chromium processes at a time: each takes some 200 MB of memory
)

// A Printer prints by one Chromium. It is safe for concurrent use.
type Printer struct {
	log   *slog.Logger
	path  string
	limit time.Duration
	slots chan struct{}
}

// New returns a printer that runs the Chromium at path, or nil where path is
// empty. A name without a folder is looked up as commands are.
func New(log *slog.Logger, path string) (*Printer, error) {
	if path == "" {
		return nil, nil //nolint:nilnil // nobody asked for one
	}
	found, err := exec.LookPath(path)
	if err != nil {
		return nil, fault.Coded("X41", "There is no Chromium at %s. Name the program that prints PDF files, or none: summaries can be printed from the browser then.", path)
	}
	return &Printer{log: log, path: found, limit: Limit, slots: make(chan struct{}, atOnce)}, nil
}

// Export writes a summary as a web page, whose quotes are verified as every
// exported one's, and returns it as [Printer.Print] does.
func (p *Printer) Export(ctx context.Context, o report.Options, s analysis.Summary, source func(verbatimID string) (string, bool)) ([]byte, error) {
	canonical, _ := report.FormatNamed("html")
	page, err := o.Export(canonical, s, s, source)
	if err != nil {
		return nil, err
	}
	return p.Print(ctx, page)
}

// Print returns the page as a tagged PDF with an outline. Equal pages give equal
// bytes by the same Chromium.
func (p *Printer) Print(ctx context.Context, page []byte) (_ []byte, err error) {
	defer fault.Wrap(&err, "pdf.Print(%d bytes)", len(page))
	if len(page) > maxHTML {
		return nil, fault.New(fault.TooLarge, "The file is larger than %d MB and is not printed.", maxHTML>>20)
	}
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	dir, err := os.MkdirTemp("", "verbatim-print-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	content, err := p.print(ctx, dir, string(page))
	if err != nil {
		p.log.WarnContext(ctx, "a page was not printed", slog.Any("error", err))
		return nil, fault.Coded("X42", "Chromium did not print the file within %d seconds. Print the web page from a browser instead, and let whoever runs this site look at the log.", int(p.limit.Seconds()))
	}
	return undated(content), nil
}

// print runs a Chromium for one file. The process ends with the context.
func (p *Printer) print(ctx context.Context, dir, page string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, p.limit)
	defer cancel()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(p.path), chromedp.UserDataDir(dir), chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-quic", true),
		// Nothing is reached: no name has an address, and every address lies
		// behind a proxy that is not there.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"), chromedp.Flag("proxy-server", "127.0.0.1:9"), chromedp.Flag("proxy-bypass-list", "<-loopback>"))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses its sandbox to root; what it prints is our own text without scripts
	}
	alloc, stop := chromedp.NewExecAllocator(ctx, options...)
	defer stop()
	tab, end := chromedp.NewContext(alloc)
	defer end()
	if err := chromedp.Do(tab, chromedp.Navigate("about:blank"), show(page)); err != nil {
		return nil, err
	}
	return chromedp.Run(tab, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground(), chromedp.PDFOutlineAndTagged(), chromedp.PDFStream()))
}

// show puts a page into the tab without an address, with scripts off.
func show(page string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if err := t.Call(ctx, "Emulation.setScriptExecutionDisabled", map[string]any{"value": true}, &struct{}{}); err != nil {
			return err
		}
		var tree struct {
			FrameTree struct {
				Frame struct {
					ID string `json:"id"`
				} `json:"frame"`
			} `json:"frameTree"`
		}
		if err := t.Call(ctx, "Page.getFrameTree", struct{}{}, &tree); err != nil {
			return err
		}
		return t.Call(ctx, "Page.setDocumentContent", map[string]any{"frameId": tree.FrameTree.Frame.ID, "html": page}, &struct{}{})
	})
}

// dates matches when a PDF says that it was made, and what names this copy of it.
var dates = regexp.MustCompile(`/(CreationDate|ModDate) ?\(D:[0-9]{14}[^)]*\)`)

// digits are those of a date that is put aside.
var digits = regexp.MustCompile(`[1-9]`)

// undated returns a PDF without the time at which it was made, so that equal
// pages give equal files. No byte moves, because the file's index counts them.
func undated(content []byte) []byte {
	return dates.ReplaceAllFunc(content, func(date []byte) []byte {
		i := bytes.IndexByte(date, '(')
		fixed := digits.ReplaceAll(date[i:], []byte("0"))
		copy(fixed[len("(D:"):], "20000101")
		return append(append([]byte{}, date[:i]...), fixed...)
	})
}
