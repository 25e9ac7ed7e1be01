package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"

	"parley/internal/approval"
	"parley/internal/signature"
)

// Sign has ssh-keygen sign a statement with the key of a file (or of an agent, where the file is the public half), and returns
// its text and the signature. ssh-keygen asks for a passphrase, or to touch a security key, where it needs to. What it gives
// back is verified before it is believed.
func Sign(ctx context.Context, keyFile string, s approval.Statement) (text, armoured []byte, err error) {
	if text, err = s.Text(); err != nil {
		return nil, nil, err
	}
	if keyFile, err = filepath.Abs(keyFile); err != nil { // never an option of ssh-keygen
		return nil, nil, err
	}
	command := exec.CommandContext(ctx, "ssh-keygen", "-Y", "sign", "-q", "-n", approval.Namespace, "-f", keyFile)
	command.Stdin = bytes.NewReader(text)
	var said bytes.Buffer
	command.Stderr = &said
	armoured, err = command.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, nil, errors.New("there is no ssh-keygen on this machine; it comes with OpenSSH")
	}
	if err != nil {
		return nil, nil, fmt.Errorf("ssh-keygen has not signed: %s", strings.TrimSpace(said.String()))
	}
	if _, err := signature.Verify(text, armoured, approval.Namespace); err != nil {
		return nil, nil, fmt.Errorf("ssh-keygen has signed in a way that will not count: %w", err)
	}
	return text, armoured, nil
}
