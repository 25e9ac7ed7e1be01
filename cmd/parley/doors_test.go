package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// planted is written into files that no reader of any portal may get.
const planted = "PLANTED-SECRET"

// TestNoRequestOpensADoor sends a preview what a browser never sends, and what a page of another origin makes one send,
// byte by byte over the wire. Nothing of what lies beside the portal is answered, nothing is done, and the preview goes on
// answering. The guard's own tests tell the rules one by one; here they are behind the real listener of the real program.
func TestNoRequestOpensADoor(t *testing.T) {
	t.Parallel()
	p := youngPlace(t)
	for _, name := range []string{"secret.txt", "content/secret.txt", "content/images/secret.svg", "public/secret.html", ".git/secret", "content/index.md~", "../secret.txt"} {
		p.write(name, planted)
	}
	w := p.serve(p.cache)
	host := strings.TrimPrefix(w.url, "http://")
	for _, address := range manyAddresses() {
		status, answer := send(t, host, "GET "+address+" HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n")
		judge(t, fmt.Sprintf("%.80q", address), status, answer)
	}
	for _, request := range []string{
		"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: evil.example:" + portOf(host) + "\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: " + host + ".evil.example\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: " + host + "\r\nHost: evil.example\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: " + host + "\r\n\r\n",
		"GET http://evil.example/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n",
		"GET / HTTP/1.1\r\n\r\n",
		"GET / HTTP/1.0\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://evil.example\r\n\r\n",
		"GET /.parley/events HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://localhost:1\r\n\r\n",
		"GET /.parley/events HTTP/1.1\r\nHost: evil.example\r\n\r\n",
		"GET /.parley/events HTTP/1.1\r\nHost: " + host + "\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: " + host + "\r\nX-Long: " + strings.Repeat("x", 1<<20) + "\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: " + host + "\r\nBad Header\r\n\r\n",
		"CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n",
		"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
		"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
	} {
		status, answer := send(t, host, request)
		judge(t, fmt.Sprintf("%.120q", request), status, answer)
	}
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "LOOK"} {
		for _, address := range []string{"/", "/.parley/events", "/.parley/preview.js", "/index.html"} {
			status, answer := send(t, host, method+" "+address+" HTTP/1.1\r\nHost: "+host+"\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nstop")
			judge(t, method+" "+address, status, answer)
		}
	}
	w.editShows("content/index.md", "/")
}

func portOf(host string) string { return host[strings.LastIndex(host, ":")+1:] }

// manyAddresses climb, dress up, name files of the repository, and are of absurd length.
func manyAddresses() []string {
	addresses := []string{
		"/%00", "/a%00.html", "/index.html%00.svg", "/content/site.yaml", "/.git/config", "/.git/HEAD", "/.parley/", "/.parley/../secret.txt", "/.parley/documents",
		"/.parley-output", "/public/secret.html", "/images/secret.svg", "/content/images/secret.svg", "/index.md~", "/content/index.md", "//", "///etc/passwd", "//secret.txt", "*",
		"/?" + strings.Repeat("q", 1<<15), "/" + strings.Repeat("a", 1<<15), "/" + strings.Repeat("a/", 1<<14), "/" + strings.Repeat("../", 1<<14) + "etc/passwd", "/" + strings.Repeat("%2e%2e%2f", 1<<12),
		"/%", "/%zz", "/%c0%ae%c0%ae/secret.txt", "/%252e%252e/secret.txt", "/\xff\xfe", "/％２ｅ", "/C:/secret.txt", "/\\\\host\\share", "file:///etc/passwd", "/;/secret.txt",
	}
	for _, climb := range []string{"../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..\\", "..%5c", "./../", "....//", ".%00./", "..;/"} {
		for _, from := range []string{"/", "/images/", "/fr/", "/assets/", "/working-with-us/", "/.parley/", "/nowhere/"} {
			for _, times := range []int{1, 2, 6} {
				addresses = append(addresses, from+strings.Repeat(climb, times)+"secret.txt", from+strings.Repeat(climb, times)+"etc/passwd")
			}
		}
	}
	return addresses
}

// send writes bytes to a server and reads what comes back until it is told what it means, or the server hangs up.
func send(t *testing.T, host, request string) (status int, answer string) {
	t.Helper()
	connection, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(soon)); err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.WriteString(connection, request) }() // the server may refuse before it has read all
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		if timeout, ok := err.(net.Error); ok && timeout.Timeout() {
			t.Errorf("%.80q keeps the connection", request)
		}
		return 0, ""
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(response.Body, 1<<20)) // what was read before an end counts
	return response.StatusCode, strings.Join(response.Header["Location"], "") + "\n" + string(body)
}

// judge says what is wrong with an answer to a request that must not succeed; 0 stands for a server that hung up. The one
// thing that may be shown is a page of the portal itself, at an address with a question behind it.
func judge(t *testing.T, request string, status int, answer string) {
	t.Helper()
	for _, secret := range []string{planted, "root:x:", "kind: site", "[core]"} {
		if strings.Contains(answer, secret) {
			t.Errorf("%s is answered %d with what it must not: %.200s", request, status, answer)
		}
	}
	leads, _, _ := strings.Cut(answer, "\n")
	if strings.HasPrefix(leads, "//") || strings.Contains(leads, "://") || strings.Contains(leads, "\\") {
		t.Errorf("%s is led away, to %s", request, leads)
	}
	if status != 0 && status < 400 && !strings.Contains(request, "?") {
		t.Errorf("%s is answered %d: %.200s", request, status, answer)
	}
}
