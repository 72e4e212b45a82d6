package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
)

// writeOrdered writes the parts of a workbook in the order of their names, as
// they are packed. Worksheets come out of the library in any order, and equal
// tables are to give equal files.
func writeOrdered(w io.Writer, content []byte) error {
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return err
	}
	slices.SortFunc(r.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, f := range r.File {
		if err := out.Copy(f); err != nil {
			return err
		}
	}
	return out.Close()
}
