package participate

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/upload"
	"verbatim/web/middleware"
	"verbatim/web/page"
)

const (
	// mostKept is how much of the files of one page is kept, in bytes, whatever
	// its questions allow: several photographs, and a document.
	mostKept = survey.MostFileBytes
	// mostRead is how much of a page that asks for files is read, in bytes: a
	// film from a telephone. What is too large is not kept, but what is typed
	// below it comes after it, and is lost where reading stops.
	mostRead = 1 << 30
	// longestName is how many bytes of the name of a file are kept.
	longestName = 200
)

// Largest returns how many bytes a request may have: usual, but for pages of
// forms that ask for files. It asks nothing of the database that it does not
// remember.
func (d *Desk) Largest(c *gin.Context, usual int64) int64 {
	if len(d.fileLimits(c)) == 0 {
		return usual
	}
	return mostRead
}

// Room returns how much of the files that come with a page is kept; nil where
// what is sent is no page of a form that asks for any.
func (d *Desk) Room(c *gin.Context) *middleware.Room {
	limits := d.fileLimits(c)
	if len(limits) == 0 {
		return nil
	}
	return &middleware.Room{Together: mostKept, Of: func(field string) int64 {
		key, _ := survey.SplitTurn(page.FileQuestion(field))
		return limits[key]
	}}
}

// fileLimits returns the size of the largest file that each question takes of the
// form of which a page is sent, by its key.
func (d *Desk) fileLimits(c *gin.Context) map[string]int64 {
	if c.ContentType() != gin.MIMEMultipartPOSTForm || c.Param("page") == "" || c.Param("wave") == "" {
		return nil
	}
	p, err := d.at(c)
	if err != nil {
		return nil
	}
	limits := map[string]int64{}
	for _, pg := range p.form.Pages {
		for _, q := range pg.Questions {
			if q.Kind == survey.File {
				limits[q.Key] = q.Largest()
			}
		}
	}
	return limits
}

// received does what comes after a page is stored: it takes the files that came
// with it, and leads to the code for coming back. It reports whether the request
// has its answer.
func (d *Desk) received(c *gin.Context, s *sitting, p posting) (done bool, err error) {
	problems, told, err := d.takeFiles(c, s, p)
	if err != nil {
		return true, d.unsaved(c, *s, p, err)
	}
	if c.PostForm("go") == goLater && c.PostForm("save") == "" {
		if err := d.carry(c, *s); err != nil {
			return true, err
		}
		c.Redirect(http.StatusSeeOther, s.path("later"))
		return true, nil
	}
	if len(problems) == 0 && !told {
		return false, nil
	}
	r := d.read(*s)
	if _, asked := r.at(p.Sheet); !asked {
		return false, nil
	}
	if len(problems) > 0 {
		return true, d.showSheet(c, http.StatusUnprocessableEntity, *s, r, shown{sheet: p.Sheet, problems: problems})
	}
	return true, d.showSheet(c, http.StatusOK, *s, r, shown{sheet: p.Sheet, notice: s.say("Your file is saved. Documents mostly hold the name of whoever wrote them: if you do not want to be known, make a copy without it (in your word processor under “Properties”) and add that instead. Else press “Continue”.")})
}

// takeFiles stores the files that came with a page, which has been stored, and
// notes them in its answers. told says that one of them names its author where
// answers are not to be joined with people.
func (d *Desk) takeFiles(c *gin.Context, s *sitting, p posting) (problems []survey.Problem, told bool, err error) {
	var taken []survey.Answer
	for _, q := range p.Page.Questions {
		key := survey.InTurn(q.Key, p.Turn)
		file, sent := middleware.FileOf(c, page.FileField(key))
		if q.Kind != survey.File || !sent {
			continue
		}
		u, media, wrong, err := d.takeFile(c.Request.Context(), *s, q, file)
		if err != nil {
			return nil, false, err
		}
		if len(wrong) > 0 {
			for i := range wrong {
				wrong[i].Question = key
			}
			problems = append(problems, wrong...)
			continue
		}
		taken = append(taken, survey.Answer{Question: key, Choices: []string{u.String()}})
		told = told || upload.Tells(media) && s.wave.Mode != survey.Named
	}
	if len(taken) == 0 {
		return problems, false, nil
	}
	return problems, told, d.noteFiles(c, s, p, taken)
}

// noteFiles puts files into the answers of a draft, which another device may be
// writing at the same time.
func (d *Desk) noteFiles(c *gin.Context, s *sitting, p posting, taken []survey.Answer) error {
	s.merge(taken)
	var err error
	if s.draft.Version > 0 || s.found {
		var now survey.Draft
		if now, err = d.Survey.Draft(c.Request.Context(), s.secret); err != nil {
			return err
		}
		s.draft = now
		s.merge(taken)
		s.wrote(p)
	}
	if err = d.save(c, s, p.key); onceMore(c, err) && err != nil {
		return d.noteFiles(c, s, p, taken)
	}
	return err
}

// takeFile stores one file, unless it is not what the question asks for.
func (d *Desk) takeFile(ctx context.Context, s sitting, q survey.Question, sent *middleware.File) (u survey.Upload, media string, problems []survey.Problem, err error) {
	u = survey.Upload{Name: fileName(sent.Name), Bytes: sent.Size}
	if sent.Over && len(q.UploadProblems(survey.Upload{Name: u.Name, Bytes: 1})) == 0 { // else its kind is the first thing to say
		return u, "", []survey.Problem{tooLarge(q, u)}, nil
	}
	if problems := q.UploadProblems(u); len(problems) > 0 {
		return u, "", problems, nil
	}
	media, ok := upload.Media(u.Name, sent, sent.Size)
	if !ok {
		return u, "", []survey.Problem{notThat(q, u)}, nil
	}
	stripped, done := strip(sent.Open(), media)
	u, err = d.Survey.Attach(ctx, s.secret, u.Name, media, stripped, uploads(s.draft.Answers))
	_ = stripped.Close() // ends the copying where Attach has stopped reading
	<-done
	if errors.Is(err, upload.ErrDamaged) {
		return u, "", []survey.Problem{notThat(q, u)}, nil
	}
	if fault.KindOf(err) == fault.TooLarge {
		return u, "", []survey.Problem{{Question: q.Key, Text: s.tongue.words.Fault(err)}}, nil
	}
	return u, media, nil, err
}

// notThat says that the content of a file is not what its name says.
func notThat(q survey.Question, u survey.Upload) survey.Problem {
	return survey.NewProblem(q.Key, "", "W50: What is in the file “%s” is not what its name says, or it is damaged or holds macros. Save it once more as %s and choose it again for: %s", u.Name, strings.Join(q.Accepts(), ", "), q.Label)
}

// tooLarge says that a file was not kept for its size, or for that of the files
// before it.
func tooLarge(q survey.Question, u survey.Upload) survey.Problem {
	if u.Bytes <= q.Largest() {
		return survey.NewProblem(q.Key, "", "W52: The files of one page may have %s together, and there was no room left for “%s”. The others are kept: choose it once more for: %s", survey.Bytes(mostKept), u.Name, q.Label)
	}
	return page.TooLarge(q, u.Name)
}

// strip returns a reader of a file without its metadata. done is closed when
// nothing reads the file any more.
func strip(file io.Reader, media string) (_ *io.PipeReader, done <-chan struct{}) {
	r, w := io.Pipe()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = w.CloseWithError(upload.Strip(w, file, media)) // never fails
	}()
	return r, ended
}

// uploads returns the files that answers name.
func uploads(answers []survey.Answer) (us []survey.Upload) {
	for _, a := range answers {
		if len(a.Choices) == 1 {
			if u, ok := survey.ParseUpload(a.Choices[0]); ok {
				us = append(us, u)
			}
		}
	}
	return us
}

// fileName returns the name of a file without folders and what no name of a file
// has, short enough to be kept.
func fileName(sent string) string {
	name := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"|?*`, r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1 // control characters, and those that turn the direction of writing
		}
		return r
	}, path.Base(strings.ToValidUTF8(strings.ReplaceAll(sent, `\`, "/"), "")))
	end := path.Ext(name)
	if over := len(name) - longestName; over > 0 && len(end) < longestName/2 {
		name = strings.ToValidUTF8(name[:longestName-len(end)], "") + end
	}
	return name
}
