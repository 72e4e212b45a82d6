package survey

import (
	"path"
	"slices"
	"strconv"
	"strings"
)

// DefaultMostBytes is the size of the largest file that a question takes that
// sets none: 10 MB hold a long report with pictures, or several photographs.
const DefaultMostBytes = 10 << 20

// MostFileBytes is the size of the largest file that any question takes, whatever
// it sets: a long recording of a talk, and less than a film.
const MostFileBytes = 64 << 20

// longestUploadName is how long the name of a file may be, in bytes: what most
// file systems hold.
const longestUploadName = 255

// DefaultTypes are the ends of the names of files that a question takes that
// sets none: documents and pictures, and nothing that runs.
func DefaultTypes() []string {
	return []string{".pdf", ".docx", ".odt", ".txt", ".jpg", ".jpeg", ".png"}
}

// An Upload says which file answers a question of kind File. The bytes lie with
// the store, under their hash.
type Upload struct {
	Name  string // as the participant's device calls it, without folders
	Hash  string // hex SHA-256 of the bytes
	Bytes int64
}

// String returns the upload as Choices holds it: name|hash|bytes.
func (u Upload) String() string {
	return u.Name + "|" + u.Hash + "|" + strconv.FormatInt(u.Bytes, 10)
}

// ParseUpload reads what [Upload.String] returned. A name may hold bars.
func ParseUpload(choice string) (Upload, bool) {
	bar := strings.LastIndexByte(choice, '|')
	if bar < 0 {
		return Upload{}, false
	}
	n, err := strconv.ParseInt(choice[bar+1:], 10, 64)
	rest := choice[:bar]
	bar = strings.LastIndexByte(rest, '|')
	if bar < 1 || err != nil || n < 0 {
		return Upload{}, false
	}
	u := Upload{Name: rest[:bar], Hash: rest[bar+1:], Bytes: n}
	return u, isHash(u.Hash) && len(u.Name) <= longestUploadName && u.String() == choice
}

// isHash reports whether s is a SHA-256 in small hexadecimal digits.
func isHash(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}

// Accepts returns the ends of the names of files that answer q, in small letters.
func (q Question) Accepts() []string {
	if len(q.Types) == 0 {
		return DefaultTypes()
	}
	return q.Types
}

// Largest returns the size in bytes of the largest file that answers q.
func (q Question) Largest() int64 {
	if q.MostBytes > 0 {
		return min(q.MostBytes, MostFileBytes)
	}
	return DefaultMostBytes
}

// UploadProblems returns what is wrong with a file as an answer to q, before or
// after its bytes are stored.
func (q Question) UploadProblems(u Upload) []Problem {
	switch {
	case !slices.Contains(q.Accepts(), strings.ToLower(path.Ext(u.Name))):
		return q.wrong("Choose a file that ends in %s for: %s", strings.Join(q.Accepts(), ", "), q.Label)
	case u.Bytes > q.Largest():
		return q.wrong("Choose a file of %s or less for: %s", Bytes(q.Largest()), q.Label)
	case u.Bytes == 0:
		return q.wrong("Choose a file that is not empty for: %s", q.Label)
	}
	return nil
}

func (q Question) validateUpload(a Answer) []Problem {
	if a.Text != "" || len(a.Choices) != 1 {
		return q.wrong("Choose one file for: %s", q.Label)
	}
	u, ok := ParseUpload(a.Choices[0])
	if !ok {
		return q.wrong("Choose the file again for: %s", q.Label)
	}
	return q.UploadProblems(u)
}

// Bytes is a size that prints as people read it.
type Bytes int64

// String returns the size in the largest unit that fits, such as 10 MB.
func (b Bytes) String() string {
	n, units := float64(b), []string{"bytes", "kB", "MB", "GB"}
	for n >= 1<<10 && len(units) > 1 {
		n, units = n/(1<<10), units[1:]
	}
	if n >= 10 || n == float64(int64(n)) {
		return strconv.FormatFloat(n, 'f', 0, 64) + " " + units[0]
	}
	return strconv.FormatFloat(n, 'f', 1, 64) + " " + units[0]
}
