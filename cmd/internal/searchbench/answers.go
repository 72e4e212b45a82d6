package searchbench

import (
	"bufio"
	"context"
	"encoding/gob"
	"errors"
	"io"
	"os"
	"strings"

	"verbatim/search"
	"verbatim/search/corpus"
)

// answersFile holds the answers, so that making them up is not measured and
// they need not be in memory.
const answersFile = "answers"

// write writes the answers to a file and counts what is to be found in them.
func (b *bench) write(ctx context.Context) (err error) {
	f, err := os.Create(b.path(answersFile))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	buffered := bufio.NewWriterSize(f, 1<<20)
	enc := gob.NewEncoder(buffered)
	b.scans = scans()
	for d := range corpus.Seeded(b.Seed, b.Answers) {
		if err := errors.Join(ctx.Err(), enc.Encode(d)); err != nil {
			return err
		}
		b.report.TextBytes += int64(len(d.Text))
		lower := strings.ToLower(d.Text)
		for i := range b.scans {
			b.scans[i].look(lower)
		}
	}
	return buffered.Flush()
}

// reader reads the answers back.
type reader struct {
	f   *os.File
	dec *gob.Decoder
}

func (b *bench) read() (*reader, error) {
	f, err := os.Open(b.path(answersFile))
	if err != nil {
		return nil, err
	}
	return &reader{f, gob.NewDecoder(bufio.NewReaderSize(f, 1<<20))}, nil
}

// next returns up to n answers, none at the end.
func (r *reader) next(n int) ([]search.Document, error) {
	docs := make([]search.Document, 0, n)
	for len(docs) < n {
		var d search.Document
		err := r.dec.Decode(&d)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		docs = append(docs, d)
	}
	return docs, nil
}

func (r *reader) close() error { return r.f.Close() }

// scan counts the answers that hold some letters, by reading them: what a
// query is compared with.
type scan struct {
	query   string
	letters string
	prefix  bool // whether the last word may go on
	count   int
}

// scans returns what is counted. The words are such that no other form of
// writing them is in the answers.
func scans() []scan {
	return []scan{
		{query: `"it was"`, letters: "it was"},
		{query: `"of the"`, letters: "of the"},
		{query: `"the end of the"`, letters: "the end of the"},
		{query: `"i did not"`, letters: "i did not"},
		{query: `"not at all"`, letters: "not at all"},
		{query: "=confidence", letters: "confidence"},
		{query: "=the", letters: "the"},
		{query: "=kaleidoscope", letters: "kaleidoscope"},
		{query: "univ*", letters: "univ", prefix: true},
		{query: "conf*", letters: "conf", prefix: true},
	}
}

// look counts the text if it holds the letters as whole words.
func (s *scan) look(lower string) {
	for at := 0; ; {
		i := strings.Index(lower[at:], s.letters)
		if i < 0 {
			return
		}
		i += at
		end := i + len(s.letters)
		if (i == 0 || !isLetter(lower[i-1])) && (s.prefix || end == len(lower) || !isLetter(lower[end])) {
			s.count++
			return
		}
		at = i + 1
	}
}

// isLetter takes the bytes of accented letters, and the apostrophe, for letters.
func isLetter(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '\'' || c >= 0x80
}
