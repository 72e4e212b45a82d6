package forms

import (
	"cmp"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/design"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/page/words"
)

// offered are the tags of languages that people in this country write. Any other
// is offered by its tag.
func offered() []string {
	return strings.Fields("ar bn cy de en es fa fr ga gd gu he it pa pl pt ro so tr uk ur zh")
}

// Words shows the words of the form beside those of another language.
func (d *Desk) Words(c *gin.Context) error {
	b, err := d.find(c)
	if err != nil {
		return err
	}
	lang := strings.TrimSpace(c.Query("lang"))
	problem := ""
	if lang != "" && (!tag.MatchString(lang) || lang == b.form().Languages()[0]) {
		problem, lang = fault.Text(badTag(lang)), ""
	}
	return d.showWords(c, b, lang, b.form().Translations[lang], "", problem)
}

func (d *Desk) showWords(c *gin.Context, b *bench, lang string, texts survey.Texts, notice, problem string) error {
	v := b.words(lang, texts, c.Query("missing") != "")
	v.Notice, v.Problem = notice, problem
	title, code := "Translations", http.StatusOK
	if lang != "" {
		title += ": " + words.Name(lang)
	}
	v.Layout = frame(c, title, len(notice)+len(problem))
	switch {
	case problem != "":
		code = http.StatusUnprocessableEntity
	case notice != "":
		code = http.StatusConflict
	}
	return d.Render.Page(c, code, "coordinate-form-words", v)
}

// oneLine is how many bytes of a text are typed into one line; a longer one gets
// an area.
const oneLine = 80

// words builds the page of translations.
func (b *bench) words(lang string, texts survey.Texts, missing bool) page.DesignWords {
	f := b.form()
	own := f.Languages()[0]
	out := page.DesignWords{
		Back: b.at(""), At: b.at("words"), Action: b.at("words"), Version: b.draft.Version, Own: own, Into: lang, Name: words.Name(lang), Direction: cmp.Or(words.Dir(lang), "ltr"), Only: missing,
	}
	for _, tag := range f.Languages()[1:] {
		text := words.Name(tag)
		if n := len(design.Untranslated(*f, tag)); n > 0 {
			text += ", " + strconv.Itoa(n) + " missing"
		}
		out.Languages = append(out.Languages, page.Link{Text: text, Address: b.at("words") + "?lang=" + tag})
	}
	for _, tag := range offered() {
		if tag != own && f.Translations[tag] == nil {
			out.Known = append(out.Known, page.Pick{Value: tag, Text: words.Name(tag)})
		}
	}
	if lang == "" {
		return out
	}
	written := f.Words()
	for _, g := range groups(f) {
		group := page.WordGroup{Title: g.title}
		for _, path := range g.paths {
			text := texts[path]
			if written[path] == "" || missing && text != "" {
				continue
			}
			if text == "" {
				out.Missing++
			}
			group.Lines = append(group.Lines, page.WordLine{Name: "text:" + path, What: whatOf(path), Own: written[path], Text: text, Long: len(written[path]) > oneLine || strings.Contains(written[path], "\n")})
		}
		if len(group.Lines) > 0 {
			out.Groups = append(out.Groups, group)
		}
	}
	return out
}

type group struct {
	title string
	paths []string
}

// groups returns the paths of the form's words page by page, without those of
// instruments, whose translations are instruments of their own.
func groups(f *survey.Form) []group {
	out := []group{{"The form", []string{"title", "intro"}}}
	for _, p := range f.Pages {
		g := group{p.Title, []string{"page/" + p.Key + "/title", "page/" + p.Key + "/intro"}}
		if p.Repeat != nil {
			g.paths = append(g.paths, "repeat/"+p.Repeat.Key)
		}
		if p.Instrument == nil {
			for _, q := range p.Questions {
				for _, part := range []string{"label", "hint", "unit", "constraint"} {
					g.paths = append(g.paths, "question/"+q.Key+"/"+part)
				}
				for _, c := range q.Choices {
					g.paths = append(g.paths, "choice/"+q.Key+"/"+c.Key)
				}
				for _, it := range q.Items {
					g.paths = append(g.paths, "item/"+q.Key+"/"+it.Key)
				}
			}
		}
		out = append(out, g)
	}
	return out
}

// whatOf says what kind of text stands at a path.
func whatOf(path string) string {
	kind, rest, _ := strings.Cut(path, "/")
	part := rest[strings.LastIndexByte(rest, '/')+1:]
	switch kind {
	case "title":
		return "Title"
	case "intro":
		return "Introduction"
	case "repeat":
		return "One turn"
	case "choice":
		return "Answer"
	case "item":
		return "Row"
	}
	return map[string]string{"title": "Title of the page", "intro": "Introduction of the page", "label": "Question", "hint": "Hint", "unit": "Unit", "constraint": "What to do about an answer"}[part]
}

// SaveWords stores the words of one language.
func (d *Desk) SaveWords(c *gin.Context) error {
	b, err := d.find(c)
	if err != nil {
		return err
	}
	lang := c.PostForm("lang")
	if !tag.MatchString(lang) || lang == b.form().Languages()[0] {
		return badTag(lang)
	}
	texts := readWords(b.form(), lang, c.Request.PostForm)
	if seen(c) != b.draft.Version {
		return d.showWords(c, b, lang, texts, conflictWords(b), "")
	}
	b.form().Translations = maps.Clone(b.form().Translations)
	if b.form().Translations == nil {
		b.form().Translations = map[string]survey.Texts{}
	}
	b.form().Translations[lang] = texts
	what := "Changed the words in " + words.Name(lang)
	if c.PostForm("do") == "drop" {
		delete(b.form().Translations, lang)
		return d.keep(c, b, "Took out the language "+words.Name(lang), b.at("words"))
	}
	return d.keep(c, b, what, b.at("words")+"?lang="+lang)
}

func conflictWords(b *bench) string {
	return "W67: Somebody else has changed the form since this page was loaded (“" + b.draft.What + "”). Your words are below and not stored yet: look them through, then save again."
}

// readWords takes the texts that were typed. What the page did not show stays.
func readWords(f *survey.Form, lang string, values map[string][]string) survey.Texts {
	out := survey.Texts{}
	for path := range f.Words() {
		typed, shown := values["text:"+path]
		switch {
		case !shown:
			if t := f.Translations[lang][path]; t != "" {
				out[path] = t
			}
		case strings.TrimSpace(typed[0]) != "":
			out[path] = strings.TrimSpace(strings.ReplaceAll(typed[0], "\r\n", "\n"))
		}
	}
	return out
}
