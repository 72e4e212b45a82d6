package upload

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// ErrDamaged says that a picture does not hold what its format demands.
var ErrDamaged = errors.New("the picture is damaged")

// Strip copies a file of the media type to w. What is no pixel of a JPEG or PNG
// picture is left out, but for what is needed to show it: its colours and which
// side is up. Files of other types are copied as they are. It reads and writes
// in pieces.
func Strip(w io.Writer, file io.Reader, media string) error {
	switch media {
	case JPEG:
		return stripJPEG(w, bufio.NewReader(file))
	case PNG:
		return stripPNG(w, bufio.NewReader(file))
	}
	_, err := io.Copy(w, file)
	return err
}

// The markers of JPEG that mean something here, after the byte 0xff.
const (
	markerStart     = 0xd8 // the picture begins
	markerEnd       = 0xd9 // the picture ends: what follows is not of it
	markerScan      = 0xda // pixels follow
	markerApp0      = 0xe0 // JFIF
	markerApp1      = 0xe1 // EXIF, XMP
	markerApp2      = 0xe2 // colours, and other pictures
	markerApp14     = 0xee // how Adobe coded the colours
	markerApp15     = 0xef
	markerComment   = 0xfe
	markerTemporary = 0x01
	firstRestart    = 0xd0
	lastRestart     = 0xd7
)

// mostSegment bounds a segment by its 16-bit length.
const mostSegment = 1 << 16

func stripJPEG(w io.Writer, r *bufio.Reader) error {
	start := make([]byte, 2)
	if _, err := io.ReadFull(r, start); err != nil || start[0] != 0xff || start[1] != markerStart {
		return ErrDamaged
	}
	if _, err := w.Write(start); err != nil {
		return err
	}
	marker, err := nextMarker(r)
	for ; err == nil && marker != markerEnd; marker, err = nextMarkerAfter(w, r, marker) {
		if marker == markerTemporary || marker >= firstRestart && marker <= lastRestart {
			continue
		}
		if err := copySegment(w, r, marker); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	_, err = w.Write([]byte{0xff, markerEnd})
	return err
}

// nextMarker reads the marker that must come now.
func nextMarker(r *bufio.Reader) (byte, error) {
	b, err := r.ReadByte()
	if err != nil || b != 0xff {
		return 0, ErrDamaged
	}
	for b == 0xff { // any number of them may come before a marker
		if b, err = r.ReadByte(); err != nil {
			return 0, ErrDamaged
		}
	}
	if b == 0 || b == markerStart {
		return 0, ErrDamaged
	}
	return b, nil
}

// nextMarkerAfter returns the marker that follows a segment: after the head of a
// scan, it copies the pixels that stand between.
func nextMarkerAfter(w io.Writer, r *bufio.Reader, marker byte) (byte, error) {
	if marker != markerScan {
		return nextMarker(r)
	}
	for {
		pixels, err := r.ReadSlice(0xff)
		if errors.Is(err, bufio.ErrBufferFull) {
			if _, err := w.Write(pixels); err != nil {
				return 0, err
			}
			continue
		}
		if err != nil {
			return 0, ErrDamaged
		}
		if _, err := w.Write(pixels[:len(pixels)-1]); err != nil {
			return 0, err
		}
		next, err := r.ReadByte()
		for err == nil && next == 0xff {
			next, err = r.ReadByte()
		}
		if err != nil {
			return 0, ErrDamaged
		}
		if next != 0 && (next < firstRestart || next > lastRestart) {
			return next, nil
		}
		if _, err := w.Write([]byte{0xff, next}); err != nil {
			return 0, err
		}
	}
}

// copySegment copies a segment that is needed to show the picture.
func copySegment(w io.Writer, r *bufio.Reader, marker byte) error {
	var length [2]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return ErrDamaged
	}
	n := int(binary.BigEndian.Uint16(length[:])) - len(length)
	if n < 0 || n > mostSegment {
		return ErrDamaged
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(r, body); err != nil {
		return ErrDamaged
	}
	if body = keptSegment(marker, body); body == nil {
		return nil
	}
	binary.BigEndian.PutUint16(length[:], uint16(len(body)+len(length))) //nolint:gosec // not longer than what was read
	_, err := w.Write(append([]byte{0xff, marker, length[0], length[1]}, body...))
	return err
}

// keptSegment returns what is kept of a segment, nil for nothing.
func keptSegment(marker byte, body []byte) []byte {
	const jfifHead = 14 // bytes, without the small picture that may follow
	switch {
	case marker == markerApp0:
		if !bytes.HasPrefix(body, []byte("JFIF\x00")) || len(body) < jfifHead {
			return nil
		}
		kept := bytes.Clone(body[:jfifHead])
		kept[12], kept[13] = 0, 0
		return kept
	case marker == markerApp1:
		return orientation(body)
	case marker == markerApp2 && bytes.HasPrefix(body, []byte("ICC_PROFILE\x00")), marker == markerApp14 && bytes.HasPrefix(body, []byte("Adobe")):
		return body
	case marker >= markerApp0 && marker <= markerApp15, marker == markerComment:
		return nil
	}
	return body
}

// The one entry of EXIF that is kept: which side of the picture is up.
const (
	exifHead       = "Exif\x00\x00"
	tagOrientation = 0x0112
	typeShort      = 3
	upright        = 1
	lastTurn       = 8
	entryBytes     = 12
)

// orientation returns an EXIF segment that says which side is up and nothing
// else, nil where the picture is upright or does not say.
func orientation(body []byte) []byte {
	tiff, ok := bytes.CutPrefix(body, []byte(exifHead))
	if !ok || len(tiff) < 8 {
		return nil
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return nil
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < entryBytes {
			return nil
		}
		if order.Uint16(entries) == tagOrientation {
			return turned(order.Uint16(entries[8:]))
		}
		entries = entries[entryBytes:]
	}
	return nil
}

func turned(side uint16) []byte {
	if side <= upright || side > lastTurn {
		return nil
	}
	b := append([]byte(exifHead), "MM\x00\x2a\x00\x00\x00\x08\x00\x01"...)
	b = binary.BigEndian.AppendUint16(b, tagOrientation)
	b = binary.BigEndian.AppendUint16(b, typeShort)
	b = binary.BigEndian.AppendUint32(b, 1)
	b = binary.BigEndian.AppendUint16(b, side)
	return append(b, 0, 0, 0, 0, 0, 0)
}

const pngSignature = "\x89PNG\r\n\x1a\n"

// shows reports whether a chunk of a PNG is needed to show the picture.
func shows(chunk string) bool {
	switch chunk {
	case "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "bKGD", "pHYs":
		return true
	}
	return false
}

func stripPNG(w io.Writer, r *bufio.Reader) error {
	head := make([]byte, len(pngSignature))
	if _, err := io.ReadFull(r, head); err != nil || string(head) != pngSignature {
		return ErrDamaged
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	const sum = 4 // bytes after each chunk
	for {
		if _, err := io.ReadFull(r, head); err != nil { // length and name are as long as the signature
			return ErrDamaged
		}
		n, name := int64(binary.BigEndian.Uint32(head)), string(head[4:])
		to := io.Discard
		if shows(name) {
			to = w
			if _, err := w.Write(head); err != nil {
				return err
			}
		}
		if _, err := io.CopyN(to, r, n+sum); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return ErrDamaged
		} else if err != nil {
			return err
		}
		if name == "IEND" {
			return nil
		}
	}
}
