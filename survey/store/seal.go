package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
)

var errDamaged = errors.New("what was sealed is damaged")

// sealer returns the cipher that a secret opens. Secrets have 78 random bits at
// least, so one pass of SHA-256 makes a key of them.
func sealer(secret string) (cipher.AEAD, error) {
	key := sha256.Sum256([]byte("draft key\x00" + secret))
	return gcm(key[:])
}

func gcm(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// sealValue returns v encrypted with the secret, as text.
func sealValue(secret string, v any) (string, error) {
	aead, err := sealer(secret)
	if err != nil {
		return "", err
	}
	plain, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return base64.StdEncoding.EncodeToString(aead.Seal(nonce, nonce, plain, nil)), nil
}

// unsealValue reads into v what sealValue returned.
func unsealValue(secret, body string, v any) error {
	aead, err := sealer(secret)
	if err != nil {
		return err
	}
	sealed, err := base64.StdEncoding.DecodeString(body)
	if err != nil || len(sealed) < aead.NonceSize() {
		return errDamaged
	}
	plain, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], nil)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, v)
}
