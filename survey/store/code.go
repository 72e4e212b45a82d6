package store

import (
	"encoding/base32"
	"encoding/binary"
	"math/bits"
	"strings"
)

// Withdrawal codes are read from a screen or a print and typed again, so they
// have no I, L, O, U, 0 or 1, which look like others, and come in groups.
const (
	codeLetters = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
	codeLength  = 16 // letters of 30: 78 bits, far more than anybody can try
	codeGroup   = 4
)

// code returns the withdrawal code of the form instance with the given
// idempotency key: the same for the same key, so that a second click shows it
// too, and unknown to whoever has not both the key and the database.
func (s *Store) code(key string) string {
	return writeCode(s.derive("withdrawal code\x00" + key))
}

// hashCode returns what is stored of a withdrawal code, however it was typed.
func hashCode(code string) string { return hash("code", plainCode(code)) }

// writeCode returns some bits of the 32 bytes random as a code such as
// "K7QM-2XHD-9RPA-TW4E".
func writeCode(random []byte) string {
	var n [4]uint64 // the highest first
	for i := range n {
		n[i] = binary.BigEndian.Uint64(random[8*i:])
	}
	var b strings.Builder
	b.Grow(codeLength + codeLength/codeGroup)
	for i := range codeLength {
		if i > 0 && i%codeGroup == 0 {
			b.WriteByte('-')
		}
		var digit uint64
		for j := range n {
			n[j], digit = bits.Div64(digit, n[j], uint64(len(codeLetters)))
		}
		b.WriteByte(codeLetters[digit])
	}
	return b.String()
}

// responseID returns the ID of the response that a withdrawal code belongs to,
// as [rand.Text] writes one: the ID tells nothing of the code or the key to
// whoever has not the database, and the code cannot be tried out on the ID.
func (s *Store) responseID(code string) string {
	const length = 26 // characters of 5 bits each
	return base32.StdEncoding.EncodeToString(s.derive("response ID\x00" + plainCode(code)))[:length]
}

// plainCode returns a code as it is hashed: in capitals, without what separates
// the groups.
func plainCode(code string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(codeLetters, r) {
			return r
		}
		if strings.ContainsRune(" -\t\n\u00a0\u2010\u2011\u2012\u2013\u2014", r) {
			return -1
		}
		return '?' // keeps a code with a wrong letter wrong
	}, strings.ToUpper(code))
}
