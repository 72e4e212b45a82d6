// Package render turns typed page structs into HTML and serves the stylesheet
// and scripts that the pages use. It is the only package that knows
// html/template.
//
// It is for the handlers of web and its sub-packages. Each page has a folder
// templates/<page>/ whose files define "main" (and what only that page needs);
// templates/_layout/ holds the frame and the partials that pages share. A page
// is executed into a buffer before its first byte is sent, so that a template
// that fails is an error page and never half a page.
//
// It does not decide anything: what a page shows is in the struct it is given.
package render

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"

	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/page/words"
)

// layoutDir holds the frame and the shared partials.
const layoutDir = "_layout"

// largestKept is the capacity in bytes of the largest buffer that is kept for
// the next page: four times a long page. A rare huge page must not pin memory.
const largestKept = 1 << 18

// Renderer holds the parsed templates and the static files. It is safe for
// concurrent use.
type Renderer struct {
	pages   map[string]map[string]*template.Template // by language, see speech, and name
	assets  *assets
	buffers sync.Pool
}

// New parses every template and reads every static file. An error is a defect
// of the program: nothing that a user does can cause it.
func New() (*Renderer, error) {
	as, err := newAssets(embedded)
	if err != nil {
		return nil, err
	}
	r := &Renderer{assets: as, buffers: sync.Pool{New: func() any { return new(bytes.Buffer) }}}
	shared, err := parse(embedded, as)
	if err != nil {
		return nil, err
	}
	r.pages, err = translate(shared)
	return r, err
}

// translate returns the pages for participants, and those that both see, in each
// language; pages for staff are in English.
func translate(english map[string]*template.Template) (_ map[string]map[string]*template.Template, err error) {
	defer fault.Wrap(&err, "render.translate")
	out := map[string]map[string]*template.Template{words.English: english}
	for _, tag := range append(words.Languages(), page.Unspoken) {
		if tag == words.English {
			continue
		}
		out[tag] = map[string]*template.Template{}
		for name, set := range english {
			if strings.HasPrefix(name, "research-") || strings.HasPrefix(name, "coordinate-") {
				continue
			}
			clone, err := set.Clone()
			if err != nil {
				return nil, err
			}
			out[tag][name] = clone.Funcs(spoken(words.For(tag)))
		}
	}
	return out, nil
}

// speech returns the language of a page's own words, see page.Layout.Speech.
func speech(data any) string {
	if p, ok := data.(interface{ Speech() string }); ok {
		return p.Speech()
	}
	return words.English
}

// parse returns one template set for each page: the shared files cloned, so
// that every page can define "main".
func parse(files fs.FS, as *assets) (_ map[string]*template.Template, err error) {
	defer fault.Wrap(&err, "render.parse")
	shared, err := template.New("").Funcs(functions(as)).ParseFS(files, "templates/"+layoutDir+"/*.tmpl")
	if err != nil {
		return nil, err
	}
	dirs, err := fs.ReadDir(files, "templates")
	if err != nil {
		return nil, err
	}
	pages := map[string]*template.Template{}
	for _, d := range dirs {
		if d.Name() == layoutDir || !d.IsDir() {
			continue
		}
		set, err := shared.Clone()
		if err != nil {
			return nil, err
		}
		if pages[d.Name()], err = set.ParseFS(files, path.Join("templates", d.Name(), "*.tmpl")); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

// Names returns the names of all pages, in no order.
func (r *Renderer) Names() []string {
	names := make([]string, 0, len(r.pages[words.English]))
	for name := range r.pages[words.English] {
		names = append(names, name)
	}
	return names
}

// Page answers the request with a page. data embeds page.Layout.
func (r *Renderer) Page(c *gin.Context, status int, name string, data any) error {
	return r.respond(c, status, name, "layout", data)
}

// Fragment answers with one template of a page's set, without the frame: for
// scripts that replace a part of the page they are on.
func (r *Renderer) Fragment(c *gin.Context, status int, name, part string, data any) error {
	return r.respond(c, status, name, part, data)
}

func (r *Renderer) respond(c *gin.Context, status int, name, part string, data any) error {
	buf := r.buffer()
	defer r.release(buf)
	if err := r.Execute(buf, name, part, data); err != nil {
		return err
	}
	send(c, status, buf)
	return nil
}

// Execute writes one template of a page's set to w, in the language of the page.
// "layout" is the whole page.
func (r *Renderer) Execute(w io.Writer, name, part string, data any) error {
	return r.executeIn(w, speech(data), name, part, data)
}

func (r *Renderer) executeIn(w io.Writer, tag, name, part string, data any) (err error) {
	defer fault.Wrap(&err, "render.Execute(%s, %s)", name, part)
	set, ok := r.pages[tag][name]
	if !ok {
		set, ok = r.pages[words.English][name]
	}
	if !ok {
		return fmt.Errorf("no templates in %s", path.Join("templates", name))
	}
	return set.ExecuteTemplate(w, part, data)
}

func (r *Renderer) buffer() *bytes.Buffer {
	buf, _ := r.buffers.Get().(*bytes.Buffer)
	buf.Reset()
	return buf
}

func (r *Renderer) release(buf *bytes.Buffer) {
	if buf.Cap() <= largestKept {
		r.buffers.Put(buf)
	}
}

// Asset returns the address of a static file, which changes with its content.
// The name of the stylesheet is "verbatim.css".
func (r *Renderer) Asset(name string) (string, error) { return r.assets.address(name) }

// Static serves the static files below StaticPath. It lists no folders, and
// what it serves may be kept for a year because a changed file has another
// address.
func (r *Renderer) Static(c *gin.Context) error {
	name := strings.TrimPrefix(c.Param("hash"), "/") + c.Param("name")
	f, ok := r.assets.files[name]
	if !ok {
		return fault.New(fault.NotFound, "There is no file at this address.")
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	c.Data(http.StatusOK, f.mediaType, f.content)
	return nil
}
