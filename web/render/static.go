package render

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"sort"

	"verbatim/survey/fault"
)

//go:embed all:templates static
var embedded embed.FS

// StaticPath is the route of the static files: a hash of all of them, then the
// name. One hash for the set keeps relative imports between modules working.
const StaticPath = "/static/:hash/*name"

// Stylesheet is the name of the one stylesheet, made of static/css/*.css in the
// order of their names.
const Stylesheet = "verbatim.css"

// hashLength is how many hexadecimal digits of the hash stand in an address:
// 48 bits, plenty to tell one release from another.
const hashLength = 12

type asset struct {
	content   []byte
	mediaType string
}

// assets are the static files by "<hash>/<name>".
type assets struct {
	hash  string
	files map[string]asset
}

func newAssets(files fs.FS) (_ *assets, err error) {
	defer fault.Wrap(&err, "render.newAssets")
	named, err := staticFiles(files)
	if err != nil {
		return nil, err
	}
	hash := hashOf(named)
	a := &assets{hash: hash, files: map[string]asset{}}
	for name, content := range named {
		a.files[hash+"/"+name] = asset{content, mediaType(name)}
	}
	return a, nil
}

// staticFiles reads the files to be served by name: the joined stylesheet,
// scripts and pictures.
func staticFiles(files fs.FS) (map[string][]byte, error) {
	named := map[string][]byte{}
	var css bytes.Buffer
	err := fs.WalkDir(files, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if path.Ext(name) == ".css" { // WalkDir goes in the order of names
			css.Write(content)
			css.WriteByte('\n')
			return nil
		}
		if _, ok := named[path.Base(name)]; ok {
			return fmt.Errorf("two static files are called %s", path.Base(name))
		}
		named[path.Base(name)] = content
		return nil
	})
	named[Stylesheet] = css.Bytes()
	return named, err
}

func hashOf(named map[string][]byte) string {
	names := make([]string, 0, len(named))
	for name := range named {
		names = append(names, name)
	}
	sort.Strings(names)
	h := sha256.New()
	for _, name := range names {
		fmt.Fprintf(h, "%s %d\n", name, len(named[name]))
		h.Write(named[name])
	}
	return hex.EncodeToString(h.Sum(nil))[:hashLength]
}

// mediaType does not ask the machine's own table first: a page must look the
// same wherever it is served from.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(path.Ext(name))
}

func (a *assets) address(name string) (string, error) {
	if _, ok := a.files[a.hash+"/"+name]; !ok {
		return "", fmt.Errorf("no static file %q", name)
	}
	return "/static/" + a.hash + "/" + name, nil
}
