package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"verbatim/analysis/agreement"
	"verbatim/analysis/nlp"
	"verbatim/analysis/sentiment"
	"verbatim/analysis/similar"
	"verbatim/analysis/suggest"
	"verbatim/analysis/theme"
	"verbatim/survey/fault"
	"verbatim/survey/identify"
)

type evaluateCmd struct {
	Task  string   `arg:"" help:"What to measure: segmentation, suggestions, themes, names, similarity, agreement or sentiment." enum:"segmentation,suggestions,themes,names,similarity,agreement,sentiment"`
	Files []string `arg:"" help:"The test set; for suggestions and themes a training set first, for names answers that name nobody after it." type:"existingfile"`
	K     []int    `help:"Coded answers a theme to learn from." default:"8,16,32,64"`
	Seeds int      `help:"How often to draw them." default:"3"`
	JSON  bool     `help:"Print one JSON object."`
}

// Run measures one task and prints the figures with stable names.
func (e *evaluateCmd) Run(c *console) error {
	files, err := e.open()
	defer func() {
		for _, f := range files {
			f.Close()
		}
	}()
	if err != nil {
		return err
	}
	result, err := e.measure(files)
	if err != nil {
		return err
	}
	if e.JSON {
		enc := json.NewEncoder(c.out)
		enc.SetIndent("", " ")
		return enc.Encode(result)
	}
	return printFlat(c.out, result)
}

func (e *evaluateCmd) open() ([]*os.File, error) {
	var files []*os.File
	for _, name := range e.Files {
		f, err := os.Open(name)
		if err != nil {
			return files, fault.Coded("E01", "%s cannot be opened: %v.", name, err)
		}
		files = append(files, f)
	}
	return files, nil
}

func (e *evaluateCmd) measure(files []*os.File) (any, error) {
	test := files[len(files)-1]
	switch e.Task {
	case "segmentation":
		return nlp.EvaluateSentences(test)
	case "names":
		var free []io.Reader
		for _, f := range files[1:] {
			free = append(free, f)
		}
		return identify.Evaluate(files[0], free...)
	case "similarity":
		return similar.EvaluateSimilarity(test)
	case "agreement":
		return agreement.Evaluate(test)
	case "sentiment":
		return sentiment.Evaluate(test)
	case "themes":
		if len(files) != 2 {
			return nil, fault.Coded("E02", "Themes are measured with two files: verbatim evaluate themes TRAIN TEST.")
		}
		return theme.Evaluate(files[0], test, e.K, e.Seeds)
	}
	var train io.Reader = strings.NewReader("")
	if len(files) > 1 {
		train = files[0]
	}
	return suggest.Evaluate(train, test)
}

// printFlat prints a result one figure a line, as "points.0.macro_f1 0.412".
func printFlat(w io.Writer, result any) error {
	b, err := json.Marshal(result)
	if err != nil {
		return err
	}
	dec := json.NewDecoder(strings.NewReader(string(b)))
	dec.UseNumber()
	return flatten(w, dec, "")
}

// flatten prints the next JSON value of dec under the given name, keeping the
// order in which the fields were written.
func flatten(w io.Writer, dec *json.Decoder, name string) error {
	tok, err := dec.Token()
	if err != nil {
		return err
	}
	d, ok := tok.(json.Delim)
	if !ok {
		fmt.Fprintf(w, "%-40s %v\n", name, tok)
		return nil
	}
	for i := 0; dec.More(); i++ {
		key := strconv.Itoa(i)
		if d == '{' {
			k, err := dec.Token()
			if err != nil {
				return err
			}
			key = k.(string)
		}
		if name != "" {
			key = name + "." + key
		}
		if err := flatten(w, dec, key); err != nil {
			return err
		}
	}
	_, err = dec.Token()
	return err
}
