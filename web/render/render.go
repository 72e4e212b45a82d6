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
	"maps"
	"net/http"
	"path"
	"slices"
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

// Renderer holds the templates and the static files. It is safe for concurrent
// use.
type Renderer struct {
	assets  *assets
	buffers sync.Pool
	shared  *template.Template  // what all pages share; cloned, and never executed
	names   map[string]struct{} // of all pages

	mu   sync.RWMutex
	sets map[setKey]*template.Template
}

// A setKey names the templates of a page in a language, see speech.
type setKey struct{ tag, name string }

// New reads every static file and finds every page. The templates of a page are
// made when it is first shown: all of them in all languages would be half of
// what a server that rests holds in memory, and most servers show few. An error
// is a defect of the program: nothing that a user does can cause it.
func New() (_ *Renderer, err error) {
	defer fault.Wrap(&err, "render.New")
	as, err := newAssets(embedded)
	if err != nil {
		return nil, err
	}
	r := &Renderer{
		assets: as, buffers: sync.Pool{New: func() any { return new(bytes.Buffer) }},
		names: map[string]struct{}{}, sets: map[setKey]*template.Template{},
	}
	if r.shared, err = template.New("").Funcs(functions(as)).ParseFS(embedded, "templates/"+layoutDir+"/*.tmpl"); err != nil {
		return nil, err
	}
	dirs, err := fs.ReadDir(embedded, "templates")
	for _, d := range dirs {
		if d.Name() != layoutDir && d.IsDir() {
			r.names[d.Name()] = struct{}{}
		}
	}
	return r, err
}

// set returns the templates of a page in a language. Pages for participants, and
// those that both see, speak each language; pages for staff are in English.
func (r *Renderer) set(tag, name string) (*template.Template, error) {
	if strings.HasPrefix(name, "research-") || strings.HasPrefix(name, "coordinate-") || !spokenHere(tag) {
		tag = words.English
	}
	key := setKey{tag, name}
	r.mu.RLock()
	set, ok := r.sets[key]
	r.mu.RUnlock()
	if ok {
		return set, nil
	}
	if _, ok := r.names[name]; !ok {
		return nil, fmt.Errorf("no templates in %s", path.Join("templates", name))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if set, ok := r.sets[key]; ok {
		return set, nil
	}
	set, err := r.parse(tag, name)
	if err == nil {
		r.sets[key] = set
	}
	return set, err
}

// spokenHere reports whether the interface has words of its own for a language.
func spokenHere(tag string) bool {
	return tag == page.Unspoken || slices.Contains(words.Languages(), tag)
}

// parse makes the templates of a page: the shared ones cloned, so that every page
// can define "main".
func (r *Renderer) parse(tag, name string) (*template.Template, error) {
	set, err := r.shared.Clone()
	if err != nil {
		return nil, err
	}
	if tag != words.English {
		set.Funcs(spoken(words.For(tag)))
	}
	return set.ParseFS(embedded, path.Join("templates", name, "*.tmpl"))
}

// speech returns the language of a page's own words, see page.Layout.Speech.
func speech(data any) string {
	if p, ok := data.(interface{ Speech() string }); ok {
		return p.Speech()
	}
	return words.English
}

// Names returns the names of all pages, in no order.
func (r *Renderer) Names() []string {
	return slices.Collect(maps.Keys(r.names))
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
	set, err := r.set(tag, name)
	if err != nil {
		return err
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
