package store

import (
	"math/big"
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

// writeCode returns the first bits of random as a code such as
// "K7QM-2XHD-9RPA-TW4E".
func writeCode(random []byte) string {
	n, base, digit := new(big.Int).SetBytes(random), big.NewInt(int64(len(codeLetters))), new(big.Int)
	var b strings.Builder
	for i := range codeLength {
		if i > 0 && i%codeGroup == 0 {
			b.WriteByte('-')
		}
		n.DivMod(n, base, digit)
		b.WriteByte(codeLetters[digit.Int64()])
	}
	return b.String()
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
