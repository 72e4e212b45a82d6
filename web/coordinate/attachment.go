package coordinate

import (
	"context"
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
	"verbatim/web/page"
)

// Files lists what participants of a round added to their answers.
func (d *Desk) Files(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	files, err := d.survey.RoundAttachments(ctx, p.round.ID)
	if err != nil {
		return err
	}
	base := "/" + url.PathEscape(p.programme.Key) + "/" + url.PathEscape(p.round.Key)
	data := page.Files{Round: p.programme.Name + " " + p.round.Key, Back: "/staff/collect" + base}
	for _, f := range files {
		label, err := d.fileLabel(ctx, p.programme.ID, f)
		if err != nil {
			return err
		}
		data.Files = append(data.Files, page.StoredFile{
			Name: f.Upload.Name, Address: "/staff/files" + base + "/" + url.PathEscape(f.ID), Question: label, Kind: f.Media, Size: survey.Bytes(f.Upload.Bytes).String(),
		})
	}
	data.Layout = frame(c, page.Layout{Title: "Files of " + data.Round}, "collect")
	return d.render.Page(c, http.StatusOK, "coordinate-files", data)
}

// fileLabel returns the question that a file answers, as the form of its
// response words it.
func (d *Desk) fileLabel(ctx context.Context, programmeID string, f store.Attachment) (string, error) {
	key, _ := survey.SplitTurn(f.Question)
	r, err := d.survey.Response(ctx, f.ResponseID)
	if err != nil {
		return "", err
	}
	form, err := d.survey.Form(ctx, programmeID, r.FormKey, r.FormVersion)
	if err != nil {
		return "", err
	}
	if q, ok := form.Question(key); ok {
		return q.Label, nil
	}
	return key, nil
}

// File sends one of them, to be saved and never to be opened by the browser: it
// comes from outside.
func (d *Desk) File(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	f, err := d.survey.Attachment(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	r, err := d.survey.Response(ctx, f.ResponseID)
	if err != nil {
		return err
	}
	w, err := d.survey.Wave(ctx, r.WaveID)
	if err != nil {
		return err
	}
	if w.RoundID != p.round.ID {
		return fault.New(fault.NotFound, "This round has no such file.")
	}
	h := c.Writer.Header()
	h.Set("Content-Type", f.Media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Upload.Name}))
	h.Set("Content-Length", strconv.FormatInt(f.Upload.Bytes, 10))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	c.Status(http.StatusOK)
	if err := d.survey.WriteAttachment(ctx, c.Writer, f); err != nil {
		_ = c.Error(err)
		panic(http.ErrAbortHandler) //nolint:forbidigo // the only way to tell a browser that half a file is no file
	}
	return nil
}
