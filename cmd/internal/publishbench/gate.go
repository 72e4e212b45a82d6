package publishbench

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"html"
	"io"
	"math/rand/v2"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/report"
	"verbatim/survey/fault"
)

// A gate alters quotes in files and counts what is told.
type gate struct {
	summary analysis.Summary
	source  func(string) (string, bool)
	files   [2][]byte // HTML and DOCX
	rng     *rand.Rand
	report  *Report
	bodies  [2]string
	styles  []byte
}

const (
	bodyPart   = "word/document.xml"
	stylesPart = "word/styles.xml"
	aHundredth = 100 // one untouched file is read for as many altered ones
)

func (g *gate) run(mutations int) error {
	body, err := part(g.files[1], bodyPart)
	if err != nil {
		return err
	}
	if g.styles, err = part(g.files[1], stylesPart); err != nil {
		return err
	}
	g.bodies = [2]string{string(g.files[0]), string(body)}
	quotes := quotesOf(g.summary)
	for i := range mutations {
		kind := i % len(g.bodies)
		text, how := g.mutate(quotes, kind)
		found, err := g.read(kind, text)
		if err != nil {
			return err
		}
		g.report.Mutations++
		g.report.Kinds[how]++
		if found {
			g.report.Caught++
		} else {
			g.report.Missed++
		}
		if i%aHundredth >= len(g.bodies) {
			continue
		}
		if found, err = g.read(kind, g.bodies[kind]); err != nil {
			return err
		}
		g.report.Untouched++
		if found {
			g.report.FalseAlarms++
		}
	}
	return nil
}

// read reads a file whose body is text, and reports whether anything is told.
func (g *gate) read(kind int, text string) (bool, error) {
	var p report.Printed
	var err error
	if kind == 0 {
		p, err = report.ReadHTML(strings.NewReader(text))
	} else {
		var file []byte
		if file, err = archive(map[string][]byte{stylesPart: g.styles, bodyPart: []byte(text)}); err == nil {
			p, err = report.ReadDOCX(bytes.NewReader(file), int64(len(file)))
		}
	}
	if err != nil {
		return false, err
	}
	return len(report.Options{Bookmarks: kind == 1}.Verify(p, g.summary, g.source)) > 0, nil
}

// escaped returns words as the file of a kind has them.
func escaped(kind int, words string) string {
	if kind == 0 {
		return html.EscapeString(words)
	}
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(words)) // a bytes.Buffer never fails
	return b.String()
}

// mutate returns the body of a file with one quote altered, and how.
func (g *gate) mutate(quotes []analysis.Quote, kind int) (text, how string) {
	q := quotes[g.rng.IntN(len(quotes))]
	old := escaped(kind, q.Text)
	const oneInEight = 8
	if other := quotes[g.rng.IntN(len(quotes))]; other.Role != q.Role && g.rng.IntN(oneInEight) == 0 {
		moved := escaped(kind, other.Text)
		return strings.NewReplacer(old, moved, moved, old).Replace(g.bodies[kind]), "quote moved"
	}
	words, how := g.alter(q.Text)
	return strings.Replace(g.bodies[kind], old, escaped(kind, words), 1), how
}

// alter drops, changes, adds or moves one word.
func (g *gate) alter(text string) (altered, how string) {
	for {
		words := strings.Split(text, " ")
		i, j := g.rng.IntN(len(words)), g.rng.IntN(len(words))
		switch g.rng.IntN(4) {
		case 0:
			words, how = slices.Delete(words, i, i+1), "word dropped"
		case 1:
			words[i], how = []string{"very", "not", strings.ToUpper(words[i]), words[i] + "s", words[j]}[g.rng.IntN(5)], "word changed"
		case 2:
			words, how = slices.Insert(words, i, []string{"not", "really", words[j]}[g.rng.IntN(3)]), "word added"
		default:
			w := words[i]
			words = slices.Insert(slices.Delete(words, i, i+1), min(j, len(words)-1), w)
			how = "word moved"
		}
		if altered = strings.Join(words, " "); altered != text {
			return altered, how
		}
	}
}

func part(file []byte, name string) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, err
	}
	f, err := z.Open(name)
	if err != nil {
		return nil, fault.New(fault.NotFound, "The file has no part %s.", name)
	}
	defer f.Close()
	return io.ReadAll(f)
}

func archive(parts map[string][]byte) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(content); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

// median returns the middle of what was measured.
func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}
