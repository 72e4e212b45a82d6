package backup

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"filippo.io/age"
	"filippo.io/age/armor" //nolint:misspell // the name that its author gave it

	"verbatim/survey/fault"
)

// maxKeys is how many bytes a file of keys may have: thousands of them.
const maxKeys = 1 << 20

// Recipients reads who can open a backup: public keys as age prints them,
// "age1...", and files that hold one on each line. None is an empty list.
func Recipients(keys, files []string) (rs []age.Recipient, err error) {
	for _, key := range keys {
		some, err := age.ParseRecipients(strings.NewReader(key))
		if err != nil || len(some) != 1 {
			return nil, fault.Coded("B05", "%q is no recipient: give the public key that age-keygen prints, which begins with age1.", abridged(key))
		}
		rs = append(rs, some...)
	}
	for _, name := range files {
		content, err := readKeys(name)
		if err != nil {
			return nil, err
		}
		some, err := age.ParseRecipients(bytes.NewReader(content))
		if err != nil {
			return nil, fault.Coded("B06", "%s holds no list of recipients: write one public key on each line, as age-keygen prints them.", name)
		}
		rs = append(rs, some...)
	}
	return rs, nil
}

// abridged keeps a secret key that was given by mistake out of logs.
func abridged(key string) string {
	const enough = 8
	if len(key) > enough {
		return key[:enough] + "..."
	}
	return key
}

// NewKey makes a key in a new file that only this account can read, and returns
// the recipient for whom backups are then encrypted.
func NewKey(file string, made time.Time) (recipient string, err error) {
	defer fault.Wrap(&err, "backup.NewKey(%q)", file)
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return "", err
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if errors.Is(err, fs.ErrExist) {
		return "", fault.Coded("B01", "There is %s already: name a file that does not exist. What a key has locked, no other one opens.", file)
	}
	if err != nil {
		return "", fault.Coded("B02", "%s cannot be made: check the folder and its permissions.", file)
	}
	_, err = fmt.Fprintf(f, "# created: %s\n# public key: %s\n%s\n", made.UTC().Format(time.RFC3339), id.Recipient(), id)
	return id.Recipient().String(), errors.Join(err, f.Sync(), f.Close())
}

// Identities reads the secret keys of files, as age-keygen writes them.
func Identities(files []string) (ids []age.Identity, err error) {
	for _, name := range files {
		content, err := readKeys(name)
		if err != nil {
			return nil, err
		}
		some, err := age.ParseIdentities(bytes.NewReader(content))
		if err != nil {
			return nil, fault.Coded("B07", "%s holds no key that opens backups: give the file that age-keygen has written. A key that is itself locked by a passphrase has to be opened first.", name)
		}
		ids = append(ids, some...)
	}
	return ids, nil
}

func readKeys(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fault.Coded("B06", "The file of keys %s cannot be read: check its name and its permissions.", name)
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxKeys+1))
	if err == nil && len(content) > maxKeys {
		err = fault.Coded("B06", "%s is too large for a file of keys.", name)
	}
	return content, err
}

// A form is how a backup lies on the disk.
type form int

const (
	unknown  form = iota
	plain         // the SQLite file itself
	sealed        // encrypted
	lettered      // encrypted and written in letters, as age -a does
)

const (
	plainMark    = "SQLite format 3\x00"
	sealedMark   = "age-encryption.org/v1"
	letteredMark = armor.Header //nolint:misspell // as above
)

// formOf tells the form of a file from its beginning.
func formOf(head []byte) form {
	switch {
	case bytes.HasPrefix(head, []byte(plainMark)):
		return plain
	case bytes.HasPrefix(head, []byte(sealedMark)):
		return sealed
	case bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte(letteredMark)):
		return lettered
	}
	return unknown
}

// encrypt writes what r holds to w, for the recipients.
func encrypt(w io.Writer, r io.Reader, to []age.Recipient) error {
	sealer, err := age.Encrypt(w, to...)
	if err != nil {
		return err
	}
	_, err = io.Copy(sealer, r)
	return errors.Join(err, sealer.Close())
}

// decrypt writes to w what an encrypted backup holds.
func decrypt(w io.Writer, r io.Reader, f form, ids []age.Identity) error {
	if len(ids) == 0 {
		return fault.Coded("B11", "The backup is encrypted: name the file of the key that opens it.")
	}
	if f == lettered {
		r = armor.NewReader(bufio.NewReader(r)) //nolint:misspell // as above
	}
	opened, err := age.Decrypt(r, ids...)
	if _, ok := errors.AsType[*age.NoIdentityMatchError](err); ok {
		return fault.Coded("B11", "The key does not open this backup: it was encrypted for another one.")
	}
	if err != nil {
		return damaged(err)
	}
	_, err = io.Copy(w, opened)
	if _, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("writing what was encrypted: %w", err)
	}
	if err != nil {
		return damaged(err)
	}
	return nil
}
