package signature

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

const space = "parley-test@v1"

// keygen runs the real ssh-keygen, which signs here and is the judge whose word counts.
func keygen(t *testing.T, stdin []byte, args ...string) ([]byte, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "ssh-keygen", args...)
	command.Stdin = bytes.NewReader(stdin)
	var errors bytes.Buffer
	command.Stderr = &errors
	out, err := command.Output()
	if err != nil {
		t.Logf("ssh-keygen %s: %v %s", strings.Join(args, " "), err, errors.String())
	}
	return out, err
}

// newKey makes a key and returns its file and its public half.
func newKey(t *testing.T, kind string, options ...string) (file, public string) {
	t.Helper()
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("there is no ssh-keygen on this machine: apt-get install openssh-client")
		}
		t.Skip("NOT COMPARED WITH ssh-keygen: apt-get install openssh-client")
	}
	file = filepath.Join(t.TempDir(), "key")
	if _, err := keygen(t, nil, append([]string{"-q", "-t", kind, "-N", "", "-C", "somebody", "-f", file}, options...)...); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	return file, strings.TrimSpace(string(text))
}

func sign(t *testing.T, file, namespace string, message []byte, options ...string) []byte {
	t.Helper()
	sig, err := keygen(t, message, append([]string{"-Y", "sign", "-q", "-n", namespace, "-f", file}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return sig
}

// theirs is what ssh-keygen says of a signature.
func theirs(t *testing.T, public string, message, sig []byte) bool {
	t.Helper()
	dir := t.TempDir()
	fields := strings.Fields(public)
	signers := filepath.Join(dir, "signers")
	for name, text := range map[string][]byte{"signers": []byte("mara " + fields[0] + " " + fields[1] + "\n"), "sig": sig} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, err := keygen(t, message, "-Y", "verify", "-q", "-f", signers, "-I", "mara", "-n", space, "-s", filepath.Join(dir, "sig"))
	return err == nil
}

// TestVerifyAgreesWithSSHKeygen signs with each sort of key, breaks the signature in every way that it can be broken, and
// compares with ssh-keygen. Where Parley refuses what ssh-keygen accepts, the table says so; the reverse may never be.
func TestVerifyAgreesWithSSHKeygen(t *testing.T) {
	message := []byte("{\"a\": 1}\n")
	ed, edPublic := newKey(t, "ed25519")
	other, _ := newKey(t, "ed25519")
	ecdsa, ecdsaPublic := newKey(t, "ecdsa", "-b", "256")
	p384, p384Public := newKey(t, "ecdsa", "-b", "384")
	strongRSA, strongPublic := newKey(t, "rsa", "-b", "3072")
	weakRSA, weakPublic := newKey(t, "rsa", "-b", "2048")
	good := sign(t, ed, space, message)
	for _, test := range []struct {
		name     string
		public   string
		message  []byte
		sig      []byte
		stricter bool // Parley refuses what ssh-keygen accepts
		ok       bool
	}{
		{name: "ed25519", public: edPublic, message: message, sig: good, ok: true},
		{name: "ed25519, SHA-256", public: edPublic, message: message, sig: sign(t, ed, space, message, "-O", "hashalg=sha256"), ok: true},
		{name: "ECDSA P-256", public: ecdsaPublic, message: message, sig: sign(t, ecdsa, space, message), ok: true},
		{name: "RSA, 3072 bits", public: strongPublic, message: message, sig: sign(t, strongRSA, space, message), ok: true},
		{name: "RSA, 2048 bits", public: weakPublic, message: message, sig: sign(t, weakRSA, space, message), stricter: true},
		{name: "ECDSA P-384", public: p384Public, message: message, sig: sign(t, p384, space, message), stricter: true},
		{name: "without the last line end", public: edPublic, message: message, sig: bytes.TrimSuffix(good, []byte("\n")), ok: true},
		{name: "another message", public: edPublic, message: []byte("{\"a\": 2}\n"), sig: good},
		{name: "no message", public: edPublic, sig: good},
		{name: "another key", public: edPublic, message: message, sig: sign(t, other, space, message)},
		{name: "namespace file", public: edPublic, message: message, sig: sign(t, ed, "file", message)},
		{name: "namespace git", public: edPublic, message: message, sig: sign(t, ed, "git", message)},
		{name: "namespace that starts like ours", public: edPublic, message: message, sig: sign(t, ed, space+"x", message)},
		{name: "empty", public: edPublic, message: message, sig: nil},
		{name: "cut in the middle", public: edPublic, message: message, sig: good[:len(good)/2]},
		{name: "no end", public: edPublic, message: message, sig: bytes.TrimSuffix(good, []byte(closing+"\n"))},
		{name: "another block", public: edPublic, message: message, sig: bytes.ReplaceAll(good, []byte("SSH SIGNATURE"), []byte("PGP SIGNATURE"))},
		{name: "something before", public: edPublic, message: message, sig: append([]byte("approved\n"), good...)},
		{name: "something after", public: edPublic, message: message, sig: append(bytes.Clone(good), "approved\n"...), stricter: true},
		{name: "two signatures", public: edPublic, message: message, sig: append(bytes.Clone(good), good...), stricter: true},
		{name: "a header", public: edPublic, message: message, sig: bytes.Replace(good, []byte(opening), []byte(opening+"Comment: x\n\n"), 1)},
		{name: "another magic", public: edPublic, message: message, sig: blob(t, good, func(b []byte) []byte { b[0] = 'X'; return b })},
		{name: "another version", public: edPublic, message: message, sig: blob(t, good, func(b []byte) []byte { b[9] = 2; return b })},
		{name: "trailing bytes", public: edPublic, message: message, sig: blob(t, good, func(b []byte) []byte { return append(b, 0) })},
		{name: "a bit of the signature", public: edPublic, message: message, sig: blob(t, good, func(b []byte) []byte { b[len(b)-1] ^= 1; return b })},
		{name: "a bit of the key", public: edPublic, message: message, sig: blob(t, good, func(b []byte) []byte { b[40] ^= 1; return b })},
	} {
		t.Run(test.name, func(t *testing.T) {
			want, err := ParseKey(test.public)
			key, verifyErr := Verify(test.message, test.sig, space)
			ours := verifyErr == nil && err == nil && key == want
			if ours != test.ok {
				t.Errorf("accepted: %v (%v, %v)", ours, err, verifyErr)
			}
			if sshKeygen := theirs(t, test.public, test.message, test.sig); sshKeygen != (test.ok || test.stricter) {
				t.Errorf("ssh-keygen accepts it: %v", sshKeygen)
			}
		})
	}
}

// blob changes the bytes within the armour.
func blob(t *testing.T, sig []byte, change func([]byte) []byte) []byte {
	t.Helper()
	block, _ := pem.Decode(sig)
	if block == nil {
		t.Fatal("no signature")
	}
	return pem.EncodeToMemory(&pem.Block{Type: "SSH SIGNATURE", Bytes: change(bytes.Clone(block.Bytes))})
}

// TestEveryByteOfASignatureCounts flips each bit of one in four bytes.
func TestEveryByteOfASignatureCounts(t *testing.T) {
	file, _ := newKey(t, "ed25519")
	message := []byte("a message\n")
	good := sign(t, file, space, message)
	if _, err := Verify(message, good, space); err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(good)
	for i := range block.Bytes {
		changed := blob(t, good, func(b []byte) []byte { b[i] ^= 1 << (i % 8); return b })
		if key, err := Verify(message, changed, space); err == nil {
			t.Errorf("byte %d makes no difference: %s", i, key)
		}
	}
}

func TestParseKey(t *testing.T) {
	_, public := newKey(t, "ed25519")
	_, again := newKey(t, "ed25519")
	fields := strings.Fields(public)
	bare := fields[0] + " " + fields[1]
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	weakKey, err := ssh.NewPublicKey(&weak.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	for line, ok := range map[string]bool{
		public:                              true,
		bare:                                true,
		"":                                  false,
		fields[1]:                           false,
		"no-pty " + bare:                    false,
		bare + "\n" + again:                 false,
		bare[:len(bare)-4]:                  false,
		"ssh-ed25519 " + fields[1] + "AAAA": false,
		"ssh-rsa " + fields[1]:              false,
		string(ssh.MarshalAuthorizedKey(weakKey)): false,
	} {
		key, err := ParseKey(line)
		if (err == nil) != ok || ok && string(key) != bare {
			t.Errorf("%q gives %q, %v", line, key, err)
		}
	}
}

func FuzzVerify(f *testing.F) {
	f.Add([]byte(opening + "U1NIU0lH\n" + closing + "\n"))
	f.Fuzz(func(t *testing.T, sig []byte) {
		if key, err := Verify([]byte("message"), sig, space); err == nil {
			t.Errorf("somebody has found a signature by %s", key)
		}
	})
}
