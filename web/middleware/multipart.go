package middleware

import (
	"bytes"
	"io"
	"mime"
	"net/http"
)

// readMultipart reads a form that is sent as files are. mime/multipart takes a
// body that ends within the header of a part for one that ends before it, so
// what was cut off there would be taken for the whole, and words that follow
// would be lost without anybody being told. Such a body fails here.
func readMultipart(r *http.Request, memory int64) error {
	if _, params, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && r.Body != nil {
		r.Body = &wholeBody{ReadCloser: r.Body, closing: []byte("--" + params["boundary"] + "--")}
	}
	return r.ParseMultipartForm(memory)
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
