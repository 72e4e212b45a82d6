package research

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"verbatim/analysis/find"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sheet"
)

// ExportAnswers answers with what a search found as a file.
func (d *Desk) ExportAnswers(c *gin.Context) error {
	v := readView(c.Request.URL.Query())
	return d.export(c, v, "answers", func(ctx context.Context, q find.Query) ([]sheet.Table, error) {
		found, err := d.find.All(ctx, search.Request{Query: q.Node, Filters: v.filters, Spans: true, Sort: v.ordered().by}, find.MostExported)
		if err != nil {
			return nil, err
		}
		w, err := d.find.Writer(ctx, v.asQuery(q), found)
		if err != nil {
			return nil, err
		}
		return []sheet.Table{w.Answers(found), w.About(found, [2]string{"sorted by", v.ordered().text})}, nil
	})
}

// ExportLines answers with a concordance as a file.
func (d *Desk) ExportLines(c *gin.Context) error {
	v := readView(c.Request.URL.Query())
	return d.export(c, v, "concordance", func(ctx context.Context, q find.Query) ([]sheet.Table, error) {
		if len(search.Leaves(q.Node)) == 0 {
			return nil, fault.New(fault.Invalid, "There are no words to line up in this search. Add one.")
		}
		found, err := d.find.All(ctx, search.Request{Query: q.Node, Filters: v.filters, Spans: true}, find.MostExported)
		if err != nil {
			return nil, err
		}
		w, err := d.find.Writer(ctx, v.asQuery(q), found)
		if err != nil {
			return nil, err
		}
		lines := search.Concordance(found.Texts(), contextWords, v.columns()...)
		return []sheet.Table{w.Lines(found, lines), w.About(found, [2]string{"sorted by", columnNames(v.columns())})}, nil
	})
}

// export reads the query and answers with the tables made of it, in the kind of
// file that the address ends with.
func (d *Desk) export(c *gin.Context, v view, name string, tables func(context.Context, find.Query) ([]sheet.Table, error)) error {
	q, err := d.find.Read(c.Request.Context(), v.query)
	if err != nil {
		return err
	}
	made, err := tables(c.Request.Context(), q)
	if err != nil {
		return err
	}
	return d.send(c, name, made...)
}

// send answers with a file to keep. That it was taken is audited, without what
// was searched for.
func (d *Desk) send(c *gin.Context, name string, tables ...sheet.Table) error {
	kind := c.Param("format")
	content, mediaType, err := sheet.Bytes(kind, tables...)
	if err != nil {
		return err
	}
	if err := d.survey.Note(c.Request.Context(), survey.DataExported, name, survey.AuditDetails{"format": kind, "rows": len(tables[0].Rows)}); err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="`+name+"."+kind+`"`)
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, mediaType, content)
	return nil
}

// columnNames says by what lines are sorted.
func columnNames(by []search.Column) string {
	if len(by) == 0 {
		return "how well answers match"
	}
	words := make([]string, len(by))
	for i, c := range by {
		words[i] = c.String()
	}
	return And(words)
}
