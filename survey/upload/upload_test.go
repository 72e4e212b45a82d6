package upload_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"verbatim/survey/upload"
)

const secret = "51.50N Ada Lovelace"

func picture() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for i := range 1200 {
		m.Set(i%40, i/40, color.RGBA{uint8(i), uint8(i / 3), uint8(7 * i), 255})
	}
	return m
}

// photo returns a JPEG with the segments that cameras write, standing on its
// side.
func photo(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00II*\x00\x08\x00\x00\x00\x02\x00\x0f\x01\x02\x00\x04\x00\x00\x00Ada\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00" + secret
	out := bytes.Clone(b.Bytes()[:2])
	for marker, body := range map[byte]string{0xe1: exif, 0xed: "Photoshop 3.0\x00" + secret, 0xfe: secret, 0xe2: "MPF\x00" + secret} {
		out = append(out, 0xff, marker)
		out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2))
		out = append(out, body...)
	}
	return append(append(out, b.Bytes()[2:]...), "the film of a moving photo: "+secret...)
}

func drawing(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		t.Fatal(err)
	}
	const afterHeader = 8 + 25
	out := bytes.Clone(b.Bytes()[:afterHeader])
	for _, name := range []string{"tEXt", "eXIf", "tIME", "iTXt"} {
		chunk := name + "Author\x00" + secret
		out = binary.BigEndian.AppendUint32(out, uint32(len(chunk)-4))
		out = append(out, chunk...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE([]byte(chunk)))
	}
	return append(append(out, b.Bytes()[afterHeader:]...), secret...)
}

func TestStripPictures(t *testing.T) {
	for media, file := range map[string][]byte{upload.JPEG: photo(t), upload.PNG: drawing(t)} {
		before, _, err := image.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := upload.Strip(&b, bytes.NewReader(file), media); err != nil {
			t.Fatalf("Strip(%s) = %v", media, err)
		}
		after, _, err := image.Decode(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatalf("%s cannot be read any more: %v", media, err)
		}
		for y := range 30 {
			for x := range 40 {
				if before.At(x, y) != after.At(x, y) {
					t.Fatalf("%s: the pixel at %d, %d has changed", media, x, y)
				}
			}
		}
		for _, told := range []string{secret, "Ada", "Author", "MPF"} {
			if bytes.Contains(b.Bytes(), []byte(told)) {
				t.Errorf("%s still holds %q", media, told)
			}
		}
		if media == upload.JPEG && !bytes.Contains(b.Bytes(), []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06")) {
			t.Error("the photo no longer says which side is up")
		}
		var twice bytes.Buffer
		if err := upload.Strip(&twice, bytes.NewReader(b.Bytes()), media); err != nil || !bytes.Equal(twice.Bytes(), b.Bytes()) {
			t.Errorf("%s: stripping again changes it, or fails: %v", media, err)
		}
		for n := range b.Len() - 1 {
			if err := upload.Strip(&bytes.Buffer{}, bytes.NewReader(b.Bytes()[:n]), media); !errors.Is(err, upload.ErrDamaged) {
				t.Fatalf("Strip of %s cut after %d bytes = %v, want ErrDamaged", media, n, err)
			}
		}
	}
}

// archive returns a document with the entries, named and filled in turn.
func archive(t testing.TB, pairs ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		f, err := w.Create(pairs[i])
		if err == nil {
			_, err = f.Write([]byte(pairs[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestMedia(t *testing.T) {
	docx := archive(t, "[Content_Types].xml", "<Types/>", "word/document.xml", "<w/>")
	macros := archive(t, "[Content_Types].xml", "<Types/>", "word/document.xml", "<w/>", "word/vbaProject.bin", "x")
	odt := archive(t, "mimetype", upload.ODT, "content.xml", "<o/>")
	long := strings.Repeat("Grüße, מרחבא 🎓\n", 5000)
	tests := []struct{ what, name, content, want string }{
		{"a PDF", "a.pdf", "%PDF-1.7\n", upload.PDF},
		{"capitals", "A.PDF", "%PDF-1.7\n", upload.PDF},
		{"a page of the web as a PDF", "a.pdf", "<!doctype html><script>", ""},
		{"a photo", "a.jpeg", string(photo(t)), upload.JPEG},
		{"a photo as a drawing", "a.png", string(photo(t)), ""},
		{"a drawing", "a.png", string(drawing(t)), upload.PNG},
		{"a text", "a.txt", long, upload.Text},
		{"a text cut within a letter", "a.txt", long[:len(long)-3], ""},
		{"a program as a text", "a.txt", "MZ\x90\x00", ""},
		{"Latin-1", "a.txt", "Gr\xfc\xdfe", ""},
		{"a document", "a.docx", docx, upload.DOCX},
		{"a document with macros", "a.docx", macros, ""},
		{"any archive as a document", "a.docx", archive(t, "a", "b"), ""},
		{"an open document", "a.odt", odt, upload.ODT},
		{"a spreadsheet as an open document", "a.odt", archive(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", ""), ""},
		{"a page of the web", "a.html", "<!doctype html>", ""},
		{"a drawing that can run", "a.svg", "<svg/>", ""},
		{"nothing", "a.pdf", "", ""},
		{"no end", "a", "%PDF-1.7", ""},
	}
	for _, tt := range tests {
		got, ok := upload.Media(tt.name, strings.NewReader(tt.content), int64(len(tt.content)))
		if ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("Media(%s) = %q, %v, want %q", tt.what, got, ok, tt.want)
		}
	}
}

func FuzzStrip(f *testing.F) {
	f.Add(photo(f), true)
	f.Add(drawing(f), false)
	f.Fuzz(func(t *testing.T, file []byte, isJPEG bool) {
		media := upload.PNG
		if isJPEG {
			media = upload.JPEG
		}
		var once, twice bytes.Buffer
		if err := upload.Strip(&once, bytes.NewReader(file), media); err != nil {
			return
		}
		if once.Len() > len(file)+64 {
			t.Fatalf("%d bytes became %d", len(file), once.Len())
		}
		if err := upload.Strip(&twice, bytes.NewReader(once.Bytes()), media); err != nil || !bytes.Equal(once.Bytes(), twice.Bytes()) {
			t.Fatalf("stripping twice differs, %v", err)
		}
	})
}
