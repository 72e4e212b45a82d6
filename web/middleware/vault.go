package middleware

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"os"
)

// A vault keeps what does not fit into memory in a temporary file that nobody
// can read: it is encrypted with a key that only this process has, for as long
// as one request takes, and where the system lets it has no name. The zero value
// is empty and ready; it is for one goroutine.
type vault struct {
	file  *os.File // nil before anything was written
	block cipher.Block
	size  int64
}

// keyBytes is the length of a key of AES-256.
const keyBytes = 32

// open makes the temporary file and its key.
func (v *vault) open() (err error) {
	key := make([]byte, keyBytes)
	_, _ = rand.Read(key) // never fails
	if v.block, err = aes.NewCipher(key); err != nil {
		return err
	}
	if v.file, err = os.CreateTemp("", "verbatim-*"); err != nil {
		return err
	}
	_ = os.Remove(v.file.Name()) // where open files cannot be removed, close does it
	return nil
}

// Write appends to what is kept.
func (v *vault) Write(p []byte) (int, error) {
	if v.file == nil {
		if err := v.open(); err != nil {
			return 0, err
		}
	}
	sealed := make([]byte, len(p))
	v.stream(sealed, p, v.size)
	n, err := v.file.WriteAt(sealed, v.size)
	v.size += int64(n)
	return n, err
}

// ReadAt reads what was written from an offset on.
func (v *vault) ReadAt(p []byte, off int64) (int, error) {
	n, err := v.file.ReadAt(p, off)
	v.stream(p[:n], p[:n], off)
	return n, err
}

// stream encrypts or decrypts what stands at an offset: the key of a vault is
// used for no other bytes than those.
func (v *vault) stream(to, from []byte, off int64) {
	var counter [aes.BlockSize]byte
	binary.BigEndian.PutUint64(counter[aes.BlockSize-8:], uint64(off)/aes.BlockSize) //nolint:gosec // offsets count from 0
	s := cipher.NewCTR(v.block, counter[:])
	var skipped [aes.BlockSize]byte
	before := skipped[:off%aes.BlockSize]
	s.XORKeyStream(before, before)
	s.XORKeyStream(to, from)
}

// close removes the temporary file.
func (v *vault) close() {
	if v.file == nil {
		return
	}
	_ = v.file.Close()
	_ = os.Remove(v.file.Name()) // mostly gone already
}
