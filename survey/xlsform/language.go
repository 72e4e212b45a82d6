package xlsform

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"verbatim/survey"
)

// tagOf returns the BCP 47 tag of a language as people name it in the head of a
// column: "English (en)", "English(en)", "en", "English", "Cymraeg". What is
// none of these becomes a private tag, which is kept and written back.
func tagOf(name string) string {
	name = strings.TrimSpace(name)
	if open := strings.LastIndexByte(name, '('); open >= 0 && strings.HasSuffix(name, ")") {
		if tag, err := language.Parse(strings.TrimSpace(name[open+1 : len(name)-1])); err == nil {
			return tag.String()
		}
		name = strings.TrimSpace(name[:open])
	}
	if tag := named(name); tag != "" {
		return tag
	}
	if tag, err := language.Parse(name); err == nil && len(name) <= len("zh-Hant-TW") {
		return tag.String()
	}
	return private(name)
}

// named looks a language up by its English name and its own.
func named(name string) string {
	for _, tag := range display.Supported.Tags() {
		if strings.EqualFold(display.English.Tags().Name(tag), name) || strings.EqualFold(display.Self.Name(tag), name) {
			return tag.String()
		}
	}
	return ""
}

// longestSubtag is how long the part of a private tag can be (RFC 5646, 2.1).
const longestSubtag = 8

func private(name string) string {
	letters := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(name))
	if letters == "" {
		letters = "other"
	}
	return "x-" + letters[:min(len(letters), longestSubtag)]
}

// headFor returns how the standard recommends to write a language in the head of
// a column: "English (en)".
func headFor(tag string) string {
	t, err := language.Parse(tag)
	if err != nil || strings.HasPrefix(tag, "x-") {
		return tag
	}
	name := display.English.Tags().Name(t)
	if name == "" {
		return tag
	}
	return name + " (" + tag + ")"
}

// A tongue says which columns hold which language.
type tongue struct {
	own    string            // as written in the heads; "" for heads without a language
	tags   map[string]string // by what is written
	others []string          // as written, without own
}

// tongues finds the languages of the tables. The form's own is the one that the
// settings name, else that of the first label.
func tongues(byDefault string, tables ...*table) tongue {
	t := tongue{tags: map[string]string{"": ""}}
	var written []string
	labelled := false
	for _, c := range wordColumns(tables) {
		if c.name == "label" && !labelled {
			t.own, labelled = c.language, true
		}
		if !slices.Contains(written, c.language) {
			written = append(written, c.language)
		}
		if c.language != "" {
			t.tags[c.language] = tagOf(c.language)
		}
	}
	if byDefault != "" {
		t.tags[""] = tagOf(byDefault)
		if i := slices.IndexFunc(written, func(w string) bool { return w == byDefault || t.tags[w] == t.tags[""] }); i >= 0 {
			t.own = written[i]
		}
	}
	t.others = slices.DeleteFunc(written, func(w string) bool { return w == t.own })
	return t
}

// wordColumns returns the columns that are translated.
func wordColumns(tables []*table) []column {
	names := []string{"label", "hint", "guidance_hint", "constraint_message", "required_message"}
	var out []column
	for _, t := range tables {
		if t != nil {
			out = append(out, slices.DeleteFunc(slices.Clone(t.columns), func(c column) bool { return !slices.Contains(names, c.name) })...)
		}
	}
	return out
}

// words returns a translated cell in the form's own language, or, where that is
// missing, in the first that is there.
func (t tongue) words(r row, column string) string {
	cells := r.words[column]
	if s := cells[t.own]; s != "" {
		return s
	}
	for _, w := range t.others {
		if s := cells[w]; s != "" {
			return s
		}
	}
	return ""
}

// translate adds the other languages of a cell to the form.
func (t tongue) translate(f *survey.Form, path string, r row, column string) {
	for _, w := range t.others {
		s, tag := r.words[column][w], t.tags[w]
		if s == "" || tag == "" || tag == t.tags[t.own] {
			continue
		}
		f.Translate(tag, path, s)
	}
}
