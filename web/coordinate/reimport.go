package coordinate

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis/collate"
	"verbatim/analysis/report"
	"verbatim/survey/fault"
	"verbatim/web/middleware"
	"verbatim/web/page"
)

// maxReimport bounds a file that is read again, in bytes. A summary of 100
// quotes is a tenth of it as Word saves it.
const maxReimport = 1 << 20

// Reimport asks for a file that was exported and edited since.
func (d *Desk) Reimport(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	return d.showReimport(c, http.StatusOK, reimportPage(p))
}

// ReadAgain reads the file and shows what was changed in it. Nothing is stored.
func (d *Desk) ReadAgain(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	built := reimportPage(p)
	printed, name, err := readUpload(c)
	if err != nil && fault.KindOf(err) != fault.Invalid && fault.KindOf(err) != fault.TooLarge && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if err != nil {
		built.Problem, built.Wrong = fault.Text(err), true
		return d.showReimport(c, http.StatusUnprocessableEntity, built)
	}
	in, err := collate.Load(c.Request.Context(), d.survey, d.analysis, p.round.ID)
	if err != nil {
		return err
	}
	changes := report.Options{Bookmarks: true}.Changes(printed, collate.Collate(in), in.Verbatims)
	reimported(&built, changes)
	built.Read, built.Name = true, name
	built.Tally = reimportTally(len(printed.Quotes), changes)
	return d.showReimport(c, http.StatusOK, built)
}

func (d *Desk) showReimport(c *gin.Context, status int, built page.Reimport) error {
	built.Layout = frame(c, built.Layout, "summary")
	return d.render.Page(c, status, "coordinate-reimport", built)
}

// readUpload reads the file of the form by what its name says it is.
func readUpload(c *gin.Context) (p report.Printed, name string, err error) {
	file, ok := middleware.FileOf(c, "file")
	if !ok || file.Size == 0 {
		return p, "", fault.Coded("X49", "Choose a file first: the Word document or the web page that was exported here and edited since.")
	}
	if file.Size > maxReimport {
		return p, "", fault.New(fault.TooLarge, "The file is larger than 1 MB. Take pictures out of it, and bring it again.")
	}
	content, err := io.ReadAll(file.Open())
	if err != nil {
		return p, "", err
	}
	name = filepath.Base(file.Name)
	p, err = report.Read(name, content)
	return p, name, err
}

const (
	maxTaken = 500    // changes of one file that are taken at once
	maxTake  = 20_000 // bytes that say what is taken, of one change
)

// TakeChanges stores the changes that somebody ticked, each as what it is: a
// chosen quote with its edits declared, or a sentence in somebody's own words.
// What was stored before a change that cannot be stays, and is said.
func (d *Desk) TakeChanges(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	values := c.PostFormArray("take")
	if len(values) == 0 || len(values) > maxTaken {
		return fault.Coded("X50", "Tick the changes that you want to take. Nothing was stored.")
	}
	taken := 0
	for _, v := range values {
		var t take
		if len(v) > maxTake || json.Unmarshal([]byte(v), &t) != nil {
			return fault.New(fault.Invalid, "Take changes with the button of the page.")
		}
		if err := d.take(c.Request.Context(), c, p, t, strings.TrimSpace(c.PostForm("reason-"+t.ID))); err != nil {
			return afterSome(err, taken)
		}
		taken++
	}
	return done(c, p.at("summary"), takenWords(taken))
}

func takenWords(n int) string {
	if n == 1 {
		return "1 change is taken into the draft. The checks beside it have been made anew."
	}
	return itoa(n) + " changes are taken into the draft. The checks beside it have been made anew."
}

// afterSome says what was stored before a change that was not.
func afterSome(err error, taken int) error {
	if taken == 0 {
		return err
	}
	return &fault.Error{Kind: fault.KindOf(err), Code: "X51", Err: err, Text: takenWords(taken) + " The next one is not: " + fault.Text(err)}
}

func (d *Desk) take(ctx context.Context, c *gin.Context, p place, t take, reason string) error {
	switch t.Kind {
	case takeQuote, dropQuote:
		return d.takeQuote(ctx, c, p, t, reason)
	case takeLead, takeTitle, takeIntroduction:
		return d.takeText(ctx, p, t)
	}
	return fault.New(fault.Invalid, "Take changes with the button of the page.")
}
