package middleware

import (
	"bytes"
	"errors"
	"io"
	"math"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/survey/fault"
)

const (
	// mostParts is how many fields and files a form may have.
	mostParts = 1000
	// filesKey is where the files of a form lie in the context of its request.
	filesKey = "files"
)

// A Room says how much of the files that come with a form is kept.
type Room struct {
	Of       func(field string) int64 // the most bytes of the file of a field
	Together int64                    // the most bytes of all files
}

// files are what came with a form, by the names of its fields.
type files struct {
	named map[string][]*File
	vault vault
	left  int64 // how much of them may still lie in memory, in bytes
	room  *Room // nil keeps whatever the body holds
}

// A File came with a form. It can be read until its request has been answered.
type File struct {
	Name string // as the sender's device calls it
	Size int64
	Over bool // there was no room for it: it was read to its end, and holds nothing
	io.ReaderAt
}

// Open returns a reader of the file from its beginning.
func (f *File) Open() io.Reader { return io.NewSectionReader(f, 0, f.Size) }

// FileOf returns the first file that came in a field, if one did that has a name.
func FileOf(c *gin.Context, field string) (*File, bool) {
	held, _ := c.Value(filesKey).(*files) // no form with files has none
	if held == nil || len(held.named[field]) == 0 {
		return nil, false
	}
	return held.named[field][0], true
}

// readMultipart reads a form that is sent as files are. mime/multipart takes a
// body that ends within the header of a part for one that ends before it, so
// what was cut off there would be taken for the whole, and words that follow
// would be lost without anybody being told. Such a body fails here. Fields may
// hold memory bytes together; so much of the files is kept in memory, and what
// is over that is encrypted before it touches the disk. A file for which there is
// no room is read to its end all the same: the words that follow it are not lost
// for its size.
func readMultipart(c *gin.Context, memory int64, room *Room) (held *files, err error) {
	r := c.Request
	if _, params, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && r.Body != nil {
		r.Body = &wholeBody{ReadCloser: r.Body, closing: []byte("--" + params["boundary"] + "--")}
	}
	if err := r.ParseForm(); err != nil { // what is in the address
		return nil, err
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, err
	}
	held = &files{named: map[string][]*File{}, left: memory, room: room}
	form := &multipart.Form{Value: map[string][]string{}}
	if err := held.readParts(parts, form, memory); err != nil {
		return held, err
	}
	r.PostForm, r.MultipartForm = form.Value, form
	for name, values := range form.Value {
		r.Form[name] = append(slices.Clip(values), r.Form[name]...)
	}
	c.Set(filesKey, held)
	return held, nil
}

func (h *files) readParts(parts *multipart.Reader, form *multipart.Form, memory int64) error {
	left := memory
	for range mostParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		name := part.FormName()
		switch {
		case name == "":
		case part.FileName() != "":
			err = h.take(name, part)
		default: // a field; one for files has no name where none was chosen
			var value string
			if value, err = readField(part, &left, memory); err == nil {
				form.Value[name] = append(form.Value[name], value)
			}
		}
		if err != nil {
			return err
		}
	}
	return &http.MaxBytesError{Limit: memory}
}

// readField reads the value of a field, of which left bytes may still come.
func readField(part io.Reader, left *int64, memory int64) (string, error) {
	value, err := io.ReadAll(io.LimitReader(part, *left+1))
	if err != nil {
		return "", err
	}
	if *left -= int64(len(value)); *left < 0 {
		return "", &http.MaxBytesError{Limit: memory}
	}
	return string(value), nil
}

// roomFor returns how many bytes of the next file of a field are kept.
func (h *files) roomFor(field string) int64 {
	switch {
	case h.room == nil:
		return math.MaxInt64 - 1
	case len(h.named[field]) > 0: // of which nothing would be read
		return 0
	}
	return max(0, min(h.room.Of(field), h.room.Together))
}

// spend notes that room was used, also for the beginning of what is not kept.
func (h *files) spend(n int64) {
	if h.room != nil {
		h.room.Together -= n
	}
}

// take keeps a file: in memory where there is room, else in the vault.
func (h *files) take(field string, part *multipart.Part) error {
	var b bytes.Buffer
	room := h.roomFor(field)
	n, err := io.CopyN(&b, part, min(h.left, room)+1)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	f := &File{Name: part.FileName(), Size: n, ReaderAt: bytes.NewReader(b.Bytes())}
	switch {
	case n > room:
		f, err = passOver(part, n)
	case n > h.left:
		f, err = h.lock(part, &b, room)
	default:
		h.left -= n
		h.spend(n)
		err = nil
	}
	if err != nil {
		return err
	}
	h.named[field] = append(h.named[field], f)
	return nil
}

// passOver reads the rest of a file that is not kept.
func passOver(part *multipart.Part, begun int64) (*File, error) {
	n, err := io.Copy(io.Discard, part)
	return &File{Name: part.FileName(), Size: begun + n, Over: true, ReaderAt: bytes.NewReader(nil)}, err
}

// lock keeps a file, of which some has been read, in the vault, unless it turns
// out to be larger than the room that there is.
func (h *files) lock(part *multipart.Part, begun io.Reader, room int64) (*File, error) {
	f := &File{Name: part.FileName()}
	at := h.vault.size
	body := &readErrors{Reader: io.MultiReader(begun, part)}
	n, err := io.Copy(&h.vault, io.LimitReader(body, room+1))
	if body.err != nil {
		return nil, body.err
	}
	if err != nil {
		return nil, &fault.Error{
			Kind: fault.Unavailable, Code: "W23", Op: "middleware.vault", Err: err,
			Text: "The server has no room for a file at present, so this page is not stored. Go back in your browser, where your words should still be on the page, and send it later, or without the file.",
		}
	}
	h.spend(n)
	if n > room {
		return passOver(part, n)
	}
	f.Size, f.ReaderAt = n, io.NewSectionReader(&h.vault, at, n)
	return f, nil
}

// close removes what is kept; nil keeps nothing.
func (h *files) close() {
	if h != nil {
		h.vault.close()
	}
}

// readErrors tells errors of reading from those of writing.
type readErrors struct {
	io.Reader
	err error
}

// Read remembers an error that is not the end.
func (r *readErrors) Read(p []byte) (n int, err error) {
	if n, err = r.Reader.Read(p); err != nil && err != io.EOF { //nolint:errorlint // io.Reader promises this very value
		r.err = err
	}
	return n, err
}

// wholeBody is a multipart body that may only end after its closing delimiter.
type wholeBody struct {
	io.ReadCloser
	closing []byte
	tail    []byte // the last bytes read, as many as the delimiter and padding
}

// padding is how many bytes of white space may follow the closing delimiter
// where a body ends: a line break and some spaces.
const padding = 64

// Read gives io.ErrUnexpectedEOF for an end that is none.
func (b *wholeBody) Read(p []byte) (n int, err error) {
	n, err = b.ReadCloser.Read(p)
	b.remember(p[:n])
	if err == io.EOF && !bytes.HasSuffix(bytes.TrimRight(b.tail, " \t\r\n"), b.closing) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// remember keeps the end of what has been read.
func (b *wholeBody) remember(read []byte) {
	keep := len(b.closing) + padding
	b.tail = append(b.tail, read[max(0, len(read)-keep):]...)
	b.tail = b.tail[max(0, len(b.tail)-keep):]
}
