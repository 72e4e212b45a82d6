package session

import (
	"strings"
	"testing"

	"verbatim/survey/fault"
)

func TestPasswords(t *testing.T) {
	const good = "correct horse battery"
	hash, err := HashPassword(good)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash = %q", hash)
	}
	if again, err := HashPassword(good); err != nil || again == hash {
		t.Errorf("two hashes of one password are %q and %q, %v; want different salts", hash, again, err)
	}
	tests := map[string]struct {
		hash, password string
		want           bool
	}{
		"right":            {hash, good, true},
		"wrong":            {hash, good + " ", false},
		"empty":            {hash, "", false},
		"no hash":          {"", good, false},
		"another notation": {"$2a$10$abcdefghijklmnopqrstuv", good, false},
		"cut":              {hash[:len(hash)-4], good, false},
		"huge memory":      {strings.Replace(hash, "m=19456", "m=4294967295", 1), good, false},
		"no time":          {strings.Replace(hash, "t=2", "t=0", 1), good, false},
		"no threads":       {strings.Replace(hash, "p=1", "p=0", 1), good, false},
	}
	for name, tt := range tests {
		if got := CheckPassword(tt.hash, tt.password); got != tt.want {
			t.Errorf("%s: CheckPassword = %v, want %v", name, got, tt.want)
		}
	}
	for _, bad := range []string{"", "elevenchars", strings.Repeat("x", 2000)} {
		if _, err := HashPassword(bad); fault.KindOf(err) != fault.Invalid {
			t.Errorf("HashPassword(%d characters) = %v, want an Invalid fault", len(bad), err)
		}
	}
}

func FuzzCheckPassword(f *testing.F) {
	f.Add("$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$AAAA")
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$$")
	f.Fuzz(func(t *testing.T, hash string) {
		if _, _, p, ok := decode(hash); ok && (p.memory > mostMemory || p.time > mostTime) {
			t.Errorf("decode(%q) asks for %d KiB and %d passes", hash, p.memory, p.time)
		}
	})
}

func TestAddressKey(t *testing.T) {
	tests := map[string]string{
		"192.0.2.7": "192.0.2.7", "192.0.2.7:5123": "192.0.2.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"[2001:db8:1:2::9]:443": "2001:db8:1:2::/64", "::ffff:192.0.2.7": "192.0.2.7", "nonsense": "nonsense", "": "",
	}
	for in, want := range tests {
		if got := AddressKey(in); got != want {
			t.Errorf("AddressKey(%q) = %q, want %q", in, got, want)
		}
	}
}
