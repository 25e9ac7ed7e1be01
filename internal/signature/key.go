package signature

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/ssh"
)

// Key is a public key in the form of authorized_keys, without its comment: two texts are equal where the keys are.
type Key string

// rsaBits is the least that an RSA key must have.
const rsaBits = 3072

// ParseKey reads a line of authorized_keys: type, key, and if need be a comment. Options, and keys that are too weak or of
// unknown types, are refused.
func ParseKey(line string) (Key, error) {
	fields := strings.Fields(line)
	if len(fields) < 2 || strings.ContainsAny(line, "\r\n") {
		return "", errors.New("a key is written as its type, a space and the key itself")
	}
	key, _, options, rest, err := ssh.ParseAuthorizedKey([]byte(line))
	if err != nil {
		return "", errors.New("it is not an SSH key")
	}
	text := textOf(key)
	if len(options) > 0 || len(rest) > 0 || string(text) != fields[0]+" "+fields[1] {
		return "", errors.New("it is not written as ssh-keygen writes it, without options")
	}
	return text, strong(key)
}

func textOf(key ssh.PublicKey) Key {
	return Key(strings.TrimSuffix(string(ssh.MarshalAuthorizedKey(key)), "\n"))
}

// strong refuses keys by which a signature proves too little.
func strong(key ssh.PublicKey) error {
	switch key.Type() {
	case ssh.KeyAlgoED25519, ssh.KeyAlgoECDSA256, ssh.KeyAlgoSKED25519, ssh.KeyAlgoSKECDSA256:
		return nil
	case ssh.KeyAlgoRSA:
		inner, ok := key.(ssh.CryptoPublicKey)
		if !ok {
			return errors.New("it is not an RSA key")
		}
		if public, ok := inner.CryptoPublicKey().(*rsa.PublicKey); !ok || public.N.BitLen() < rsaBits {
			return fmt.Errorf("an RSA key needs %d bits", rsaBits)
		}
		return nil
	}
	return fmt.Errorf("keys of type %s are not accepted; make one with ssh-keygen -t ed25519", key.Type())
}
