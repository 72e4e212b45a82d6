package doctor

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"verbatim/survey/fault"
	"verbatim/survey/store"
)

const (
	// longestLogLine is how many bytes of a line are looked at.
	longestLogLine = 1 << 20
	// mostLog is how many bytes of a log are read.
	mostLog = 4 << 30
	// wordsOfAnswer is how many words in a row of an answer are looked for.
	wordsOfAnswer = 6
)

// logWord is what could be a token, an identifier or a withdrawal code.
var logWord = regexp.MustCompile(`[A-Za-z0-9]{20,}|[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}`) //nolint:gochecknoglobals // compiled once

// A leak is what was found in logs, by kind.
type leak struct {
	tokens, identifiers, words, names int
	codes                             int
}

func (l leak) any() bool { return l.tokens+l.identifiers+l.words+l.names+l.codes > 0 }

// logs looks for links, identifiers, codes, names and answers in logs: those
// that were named, and those that lie in the folder of the data.
func (e *examination) logs(ctx context.Context) ([]Attempt, error) {
	names, err := e.logFiles()
	if err != nil || len(names) == 0 && e.config.Dir == "" {
		return nil, err
	}
	a := Attempt{
		Channel: "logs", Of: len(e.responses),
		Tried: fmt.Sprintf("%d log files: do they hold links of invitations, identifiers of responses, withdrawal codes, names of the list, or words of answers?", len(names)),
		Found: "nothing of it",
	}
	if len(names) == 0 {
		a.Found, a.Do = "no log was given", "name the logs of the proxy and of the mail server too, with -log-file"
	}
	search, err := e.searcher(ctx)
	if err != nil {
		return nil, err
	}
	var all leak
	for _, name := range names {
		if err := search.file(name, &all); err != nil {
			return nil, err
		}
	}
	if all.any() {
		a.Verdict = Linked
		a.Found = fmt.Sprintf("lines with links of invitations: %d, identifiers of responses: %d, withdrawal codes: %d, names: %d, words of answers: %d", all.tokens, all.identifiers, all.codes, all.names, all.words)
		a.Do = "delete these logs and their copies, and keep the proxy from logging paths under /i/ and the bodies of requests"
	}
	return []Attempt{a}, nil
}

// logFiles returns the logs that were named and those beside the data.
func (e *examination) logFiles() (names []string, err error) {
	names = append(names, e.config.Logs...)
	if e.config.Dir == "" {
		return names, nil
	}
	entries, err := os.ReadDir(e.config.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, d := range entries {
		if !d.IsDir() && (strings.HasSuffix(d.Name(), ".log") || strings.Contains(d.Name(), ".log.")) {
			names = append(names, filepath.Join(e.config.Dir, d.Name()))
		}
	}
	return names, nil
}

// A logSearch knows what must not stand in a log.
type logSearch struct {
	isToken   func(string) bool
	isCode    func(string) bool
	responses map[string]bool
	runs      map[string]bool // words in a row of answers
	names     []string
}

func (e *examination) searcher(ctx context.Context) (*logSearch, error) {
	texts, err := e.wave.Texts(ctx, e.snapshot)
	if err != nil {
		return nil, err
	}
	l := &logSearch{isToken: store.IsToken(e.tokens), responses: e.responseKeys(), runs: map[string]bool{}}
	for _, t := range texts {
		for run := range runsOf(t) {
			l.runs[run] = true
		}
	}
	if l.isCode, err = store.CodeFinder(ctx, e.snapshot, l.responses); err != nil {
		return nil, err
	}
	names, err := e.wave.Names(ctx, e.snapshot)
	for _, n := range names {
		if strings.Contains(strings.TrimSpace(n), " ") { // one word alone may be anything in a log
			l.names = append(l.names, strings.ToLower(n))
		}
	}
	return l, err
}

// runsOf yields all runs of some words of a text, in lower case.
func runsOf(text string) func(yield func(string) bool) {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < '0' || r > '9' && r < 'a' || r > 'z' && r < 0x80 })
	return func(yield func(string) bool) {
		for i := range len(words) - wordsOfAnswer + 1 {
			if !yield(strings.Join(words[i:i+wordsOfAnswer], " ")) {
				return
			}
		}
	}
}

func (l *logSearch) file(name string, all *leak) error {
	f, err := os.Open(name)
	if err != nil {
		return fault.Coded("D33", "The log %s cannot be read: check its name and its permissions.", name)
	}
	defer f.Close()
	lines := bufio.NewReaderSize(io.LimitReader(f, mostLog), longestLogLine)
	for {
		line, err := lines.ReadSlice('\n')
		if len(line) > 0 {
			l.line(string(line), all)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) { // a longer line is read in parts
			return err
		}
	}
}

func (l *logSearch) line(line string, all *leak) {
	var found leak
	for _, w := range logWord.FindAllString(line, -1) {
		switch {
		case l.isToken(w):
			found.tokens = 1
		case l.responses[w]:
			found.identifiers = 1
		case l.isCode(w):
			found.codes = 1
		}
	}
	for run := range runsOf(line) {
		if l.runs[run] {
			found.words = 1
			break
		}
	}
	lower := strings.ToLower(line)
	for _, n := range l.names {
		if strings.Contains(lower, n) {
			found.names = 1
			break
		}
	}
	all.tokens, all.identifiers, all.codes = all.tokens+found.tokens, all.identifiers+found.identifiers, all.codes+found.codes
	all.words, all.names = all.words+found.words, all.names+found.names
}
