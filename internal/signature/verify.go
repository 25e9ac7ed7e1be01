package signature

import (
	"bytes"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

const (
	opening = "-----BEGIN SSH SIGNATURE-----\n"
	closing = "-----END SSH SIGNATURE-----"
	longest = 16 << 10 // bytes of a signature; those of the largest keys have a tenth of that
)

// Verify returns the key with which a message has been signed for a namespace.
func Verify(message, armoured []byte, namespace string) (Key, error) {
	if namespace == "" {
		return "", errors.New("a signature needs a namespace")
	}
	sig, err := unarmour(armoured)
	if err != nil {
		return "", err
	}
	if err := strong(sig.PublicKey); err != nil {
		return "", err
	}
	if err := suits(sig); err != nil {
		return "", err
	}
	if err := sshsig.Verify(bytes.NewReader(message), sig, sig.PublicKey, sig.HashAlgorithm, namespace); err != nil {
		return "", err
	}
	return textOf(sig.PublicKey), nil
}

// unarmour takes nothing around a signature, and nothing within it that would be passed over: what a signature says must be all
// that is there.
func unarmour(text []byte) (*sshsig.Signature, error) {
	if len(text) > longest {
		return nil, fmt.Errorf("a signature has at most %d bytes", longest)
	}
	trimmed := bytes.TrimSuffix(text, []byte("\n"))
	if !bytes.HasPrefix(text, []byte(opening)) || !bytes.HasSuffix(trimmed, []byte("\n"+closing)) || bytes.Count(text, []byte("-----")) != 4 || bytes.ContainsAny(text, "\r:") {
		return nil, errors.New("it is not one SSH signature as ssh-keygen writes it")
	}
	block, rest := pem.Decode(text)
	if block == nil || len(bytes.TrimSpace(rest)) > 0 {
		return nil, errors.New("it is not one SSH signature as ssh-keygen writes it")
	}
	sig, err := sshsig.ParseSignature(block.Bytes)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(sig.Marshal(), block.Bytes) {
		return nil, errors.New("there is more in the signature than it says")
	}
	return sig, nil
}

// presence is the flag by which a security key says that somebody touched it.
const presence = 1

// suits reports whether the signature is of the sort that its key makes.
func suits(sig *sshsig.Signature) error {
	format, rest := sig.Signature.Format, sig.Signature.Rest
	switch kind := sig.PublicKey.Type(); kind {
	case ssh.KeyAlgoRSA: // the library takes SHA-2 only
	case ssh.KeyAlgoSKED25519, ssh.KeyAlgoSKECDSA256:
		if format != kind || len(rest) != 5 || rest[0]&presence == 0 {
			return errors.New("nobody touched the security key")
		}
		return nil
	default:
		if format != kind {
			return fmt.Errorf("a key of type %s does not make signatures of type %s", kind, format)
		}
	}
	if len(rest) > 0 {
		return errors.New("there is more in the signature than it says")
	}
	return nil
}
