package session

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"verbatim/survey/fault"
)

// The cost of a password: OWASP's second choice for argon2id, about 45 ms on
// one core and little enough memory that a few sign-ins at once are no attack.
const (
	argonTime    = 2
	argonMemory  = 19 * 1024 // KiB
	argonThreads = 1
	saltBytes    = 16
	hashBytes    = 32
	// mostMemory bounds what a stored hash may ask for, in KiB.
	mostMemory = 1 << 18
	mostTime   = 16
)

const (
	// shortestPassword follows NIST SP 800-63B for passwords people choose.
	shortestPassword = 12
	// longestPassword keeps a posted novel from being hashed; in bytes.
	longestPassword = 1024
)

// HashPassword returns the argon2id hash of a password in the usual notation,
// or an Invalid fault when it is too short to be safe.
func HashPassword(password string) (string, error) {
	if n := len([]rune(password)); n < shortestPassword {
		return "", fault.Coded("W01", "This password has %d characters: take at least %d. Three or four words in a row are easy to keep in mind.", n, shortestPassword)
	}
	if len(password) > longestPassword {
		return "", fault.Coded("W02", "This password is too long: take at most %d bytes.", longestPassword)
	}
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails since Go 1.24
	return encode(salt, derive(password, salt, params{argonTime, argonMemory, argonThreads})), nil
}

type params struct {
	time, memory uint32
	threads      uint8
}

func derive(password string, salt []byte, p params) []byte {
	return argon2.IDKey([]byte(password), salt, p.time, p.memory, p.threads, hashBytes)
}

func encode(salt, sum []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum))
}

// CheckPassword reports whether the password is the one that was hashed. A hash
// that cannot be read fits no password.
func CheckPassword(hash, password string) bool {
	salt, sum, p, ok := decode(hash)
	if !ok || len(password) > longestPassword {
		return false
	}
	return subtle.ConstantTimeCompare(derive(password, salt, p), sum) == 1
}

func decode(hash string) (salt, sum []byte, p params, ok bool) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return nil, nil, p, false
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.time, &p.threads); n != 3 || err != nil {
		return nil, nil, p, false
	}
	if p.memory == 0 || p.memory > mostMemory || p.time == 0 || p.time > mostTime || p.threads == 0 {
		return nil, nil, p, false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil || len(salt) == 0 {
		return nil, nil, p, false
	}
	sum, err = base64.RawStdEncoding.DecodeString(parts[5])
	return salt, sum, p, err == nil && len(sum) == hashBytes
}
