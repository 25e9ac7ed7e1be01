package serve

import (
	"net"
	"net/http"
	"strings"

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
