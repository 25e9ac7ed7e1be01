package engine

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"strings"
	"time"
)

// RealWorld is the world as it is: the machine's clock, its network and its programs. The environment is given by whoever
// may read it. A redirect is not followed: it would carry keys to a host that nobody has named.
func RealWorld(env func(string) string) World {
	client := &http.Client{
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: 16, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: 10 * time.Second, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 64 << 10,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return World{Now: time.Now, Sleep: sleep, Random: rand.Float64, Do: client.Do, Run: run, Env: env}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// run runs a program with a text as its input. What it writes is bounded like any answer.
func run(ctx context.Context, input, program string, args ...string) (string, error) {
	command := exec.CommandContext(ctx, program, args...)
	command.Stdin = strings.NewReader(input)
	command.WaitDelay = time.Second
	out := &bounded{room: mostAnswer}
	command.Stdout = out
	err := command.Run()
	if out.full {
		return "", errors.New("the program does not stop writing")
	}
	return out.String(), err
}

// bounded keeps what fits and refuses the rest.
type bounded struct {
	bytes.Buffer
	room int
	full bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > b.room {
		b.full = true
		return 0, errors.New("full")
	}
	return b.Buffer.Write(p)
}
