package serve

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"syscall"

	"parley/internal/render"
)

// guard stands before everything that is answered. A page of another origin can make a browser send requests here, and
// with a name of its own that it lets lead to this machine it could even read the answers: so the request must name
// this machine, and must not come from such a page. Every answer, a refusal too, carries the policy of the pages.
func guard(port string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", render.Policy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "same-origin")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cache-Control", "no-store")
		switch {
		case !ours(r.Host, port):
			http.Error(w, "This preview answers to localhost and 127.0.0.1 only.", http.StatusMisdirectedRequest)
		case foreign(r):
			http.Error(w, "This preview does not answer to pages of other sites.", http.StatusForbidden)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			header.Set("Allow", "GET, HEAD")
			http.Error(w, "This preview can only be read.", http.StatusMethodNotAllowed)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// ours reports whether a Host header names this machine's loopback and the port that is listened on.
func ours(host, port string) bool {
	name, at, err := net.SplitHostPort(host)
	if err != nil {
		name, at = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"), "80"
	}
	return at == port && loopback(name)
}

// foreign reports whether a page of another origin sent a request. Following a link from one is no such request:
// the browser then shows our page, and theirs learns nothing.
func foreign(r *http.Request) bool {
	if from := r.Header.Get("Origin"); from != "" && !strings.EqualFold(from, "http://"+r.Host) {
		return true
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "cross-site", "same-site":
		return r.Header.Get("Sec-Fetch-Mode") != "navigate"
	}
	return false
}

// listen listens on an address that only this machine can reach, and refuses any other: a preview shows drafts and
// what is internal, and asks nobody for a password.
func listen(addr string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("--addr %s is no address with a port; write it as 127.0.0.1:8080", addr)
	}
	if !loopback(host) {
		return nil, notLocal(addr, port)
	}
	listener, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("port %s is taken, perhaps by another parley serve; choose another with --addr 127.0.0.1:%s", port, another(port))
	}
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w; choose another address with --addr 127.0.0.1:%s", addr, err, another(port))
	}
	// localhost is a name, and a name can be made to lead anywhere.
	if at, ok := listener.Addr().(*net.TCPAddr); !ok || !at.IP.IsLoopback() {
		_ = listener.Close()
		return nil, notLocal(addr, port)
	}
	return listener, nil
}

func notLocal(addr, port string) error {
	return fmt.Errorf("--addr %s could be reached from other machines, and a preview is for this one alone; use --addr 127.0.0.1:%s", addr, port)
}

// another proposes a port in place of one that cannot be had.
func another(port string) string {
	if n, err := strconv.Atoi(port); err == nil && n > 0 && n < 65535 {
		return strconv.Itoa(n + 1)
	}
	return "8081"
}

// loopback reports whether a host, as it stands in an address, is this machine and nothing else.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// portOf returns the port that is listened on, which the system has chosen when 0 was asked for.
func portOf(listener net.Listener) string {
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return port
}

// origin is the address of the preview as a person types it.
func origin(listener net.Listener, addr string) string {
	host, _, _ := net.SplitHostPort(addr)
	return "http://" + net.JoinHostPort(host, portOf(listener)) + "/"
}
