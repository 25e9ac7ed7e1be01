package postgres

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Server is a server while it runs.
type Server struct {
	Socket string // the folder of its socket

	bin string
	as  *syscall.SysProcAttr
}

// Password is that of the user reader, who owns the database facts. Each character of it has to be written in another way in some
// form of address.
const Password = `pa%ss' \w:o@rd/9`

// Address is how reader gets to the database.
func (s *Server) Address() string { return s.AddressWith(Password) }

// AddressWith is that with another password.
func (s *Server) AddressWith(password string) string {
	address := url.URL{Scheme: "postgres", User: url.UserPassword("reader", password), Path: "/facts", RawQuery: url.Values{"host": {s.Socket}}.Encode()}
	return address.String()
}

// Start starts a server.
func Start(t testing.TB) *Server {
	t.Helper()
	bin := installed()
	if bin == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("PostgreSQL is not installed: no /usr/lib/postgresql/*/bin/initdb")
		}
		t.Skip("SKIPPED: PostgreSQL is not installed (apt-get install postgresql)")
	}
	dir, err := os.MkdirTemp("", "pg") // the name of a socket may have no more than some hundred characters
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	s := &Server{Socket: dir, bin: bin, as: ordinary(t, dir)}
	secret := filepath.Join(dir, "secret")
	if err := os.WriteFile(secret, []byte(Password+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.run(t, "initdb", "-D", filepath.Join(dir, "data"), "-U", "reader", "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8", "--locale", "C", "--no-sync")
	s.serve(t)
	s.SQL(t, "postgres", "create database facts")
	return s
}

// installed is the folder of the newest server on this machine; empty for none.
func installed() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is right
	if len(found) == 0 {
		return ""
	}
	version := func(name string) int {
		n, _ := strconv.Atoi(strings.Split(name, "/")[4])
		return n
	}
	return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) }))
}

// ordinary makes the folder that of an ordinary user, and says how to run something as that one; nil where we are none but ourselves.
func ordinary(t testing.TB, dir string) *syscall.SysProcAttr {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	uid, failed := strconv.Atoi(nobody.Uid)
	gid, fails := strconv.Atoi(nobody.Gid)
	if failed != nil || fails != nil {
		t.Fatal(failed, fails)
	}
	if err := os.Chown(dir, uid, gid); err != nil {
		t.Fatal(err)
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}

func (s *Server) command(name string, args ...string) *exec.Cmd {
	command := exec.Command(filepath.Join(s.bin, name), args...)
	command.Dir, command.SysProcAttr = s.Socket, s.as
	command.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "HOME=" + s.Socket, "PGPASSWORD=" + Password}
	return command
}

func (s *Server) run(t testing.TB, name string, args ...string) string {
	t.Helper()
	said, err := s.command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, said)
	}
	return string(said)
}

// SQL runs statements in a database, and returns what psql prints: rows as lines, with | between cells.
func (s *Server) SQL(t testing.TB, database, statements string) string {
	t.Helper()
	return s.run(t, "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", s.Socket, "-U", "reader", "-d", database, "-c", statements)
}

// serve runs the server until the test is over.
func (s *Server) serve(t testing.TB) {
	t.Helper()
	log, err := os.Create(filepath.Join(s.Socket, "log"))
	if err != nil {
		t.Fatal(err)
	}
	server := s.command("postgres", "-D", filepath.Join(s.Socket, "data"), "-k", s.Socket, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=20", "-c", "shared_buffers=16MB")
	server.Stdout, server.Stderr = log, log
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	t.Cleanup(func() {
		_ = server.Process.Signal(os.Interrupt) // which ends all connections
		select {
		case <-ended:
		case <-time.After(time.Minute):
			t.Error("the server does not end")
			_ = server.Process.Kill()
		}
		_ = log.Close()
	})
	if err := s.ready(ended); err != nil {
		said, _ := os.ReadFile(log.Name())
		t.Fatalf("%v\n%s", err, said)
	}
}

// ready waits until the server takes connections.
func (s *Server) ready(ended <-chan error) error {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for range 1200 { // a minute
		if s.command("pg_isready", "-q", "-h", s.Socket).Run() == nil {
			return nil
		}
		select {
		case err := <-ended:
			return fmt.Errorf("the server has ended: %w", err)
		case <-tick.C:
		}
	}
	return fmt.Errorf("the server takes no connections")
}
