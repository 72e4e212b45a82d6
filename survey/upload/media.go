package upload

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"
	"unicode/utf8"
)

// The media types of the files that are taken.
const (
	PDF  = "application/pdf"
	JPEG = "image/jpeg"
	PNG  = "image/png"
	Text = "text/plain; charset=utf-8"
	DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	ODT  = "application/vnd.oasis.opendocument.text"
)

const (
	headBytes = 1 << 10 // in which a PDF begins, as its readers have it
	// mostEntries is how many entries the archive of a document may have: several
	// times those of a thesis with a picture on each page.
	mostEntries = 10_000
	// mostType bounds what is read of the entry of an ODT that names its type.
	mostType = 256
)

// Media returns the media type of a file of the given size when its content is
// what the end of its name says, and false when it is something else, or of a
// kind that is not known here.
func Media(name string, file io.ReaderAt, size int64) (string, bool) {
	head := make([]byte, min(size, headBytes))
	if _, err := file.ReadAt(head, 0); err != nil && err != io.EOF { //nolint:errorlint // io.ReaderAt promises this very value
		return "", false
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".pdf":
		return PDF, bytes.Contains(head, []byte("%PDF-"))
	case ".jpg", ".jpeg":
		return JPEG, bytes.HasPrefix(head, []byte{0xff, markerStart, 0xff})
	case ".png":
		return PNG, bytes.HasPrefix(head, []byte(pngSignature))
	case ".txt":
		return Text, isText(io.NewSectionReader(file, 0, size))
	case ".docx":
		return DOCX, isDOCX(file, size)
	case ".odt":
		return ODT, isODT(file, size)
	}
	return "", false
}

// Tells reports whether files of the media type mostly name who wrote them,
// where [Strip] does not take the name out.
func Tells(media string) bool { return media == PDF || media == DOCX || media == ODT }

// isText reports whether all of a file is UTF-8 without control characters that
// no text has.
func isText(r io.Reader) bool {
	buf, rest := make([]byte, 32<<10), 0
	for {
		n, err := r.Read(buf[rest:])
		b := buf[:rest+n]
		for len(b) > 0 && (utf8.FullRune(b) || err != nil) {
			c, size := utf8.DecodeRune(b)
			if c == utf8.RuneError && size <= 1 || c < ' ' && !strings.ContainsRune("\t\n\r\f", c) {
				return false
			}
			b = b[size:]
		}
		if err != nil {
			return err == io.EOF //nolint:errorlint // io.Reader promises this very value
		}
		rest = copy(buf, b)
	}
}

// isDOCX reports whether a file is a Word document without macros.
func isDOCX(file io.ReaderAt, size int64) bool {
	names := entries(file, size)
	for name := range names {
		if strings.HasSuffix(strings.ToLower(name), "vbaproject.bin") {
			return false
		}
	}
	return names["[Content_Types].xml"] != nil && names["word/document.xml"] != nil
}

// isODT reports whether a file is a text document of OpenDocument without
// macros.
func isODT(file io.ReaderAt, size int64) bool {
	names := entries(file, size)
	for name := range names {
		if strings.HasPrefix(name, "Basic/") || strings.HasPrefix(name, "Scripts/") && !strings.HasSuffix(name, "/") {
			return false
		}
	}
	if names["mimetype"] == nil || names["content.xml"] == nil {
		return false
	}
	r, err := names["mimetype"].Open()
	if err != nil {
		return false
	}
	defer func() { _ = r.Close() }()
	is, err := io.ReadAll(io.LimitReader(r, mostType))
	return err == nil && strings.TrimSpace(string(is)) == ODT
}

// entries returns the entries of an archive by name, and none of what is no
// archive or has too many.
func entries(file io.ReaderAt, size int64) map[string]*zip.File {
	r, err := zip.NewReader(file, size)
	if err != nil || len(r.File) > mostEntries {
		return nil
	}
	names := make(map[string]*zip.File, len(r.File))
	for _, f := range r.File {
		names[f.Name] = f
	}
	return names
}
