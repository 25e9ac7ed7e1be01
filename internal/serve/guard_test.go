package serve

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"parley/internal/render"
)

func TestOnlyThisMachineIsAnswered(t *testing.T) {
	tests := []struct {
		name, method, host string
		header             map[string]string
		status             int
	}{
		{"address", "GET", "127.0.0.1:8080", nil, 200},
		{"other loopback address", "GET", "127.8.9.1:8080", nil, 200},
		{"name", "GET", "localhost:8080", nil, 200},
		{"name in capitals", "GET", "LocalHost:8080", nil, 200},
		{"IPv6", "GET", "[::1]:8080", nil, 200},
		{"head", "HEAD", "localhost:8080", nil, 200},
		{"name of an attacker that leads here", "GET", "evil.example:8080", nil, 421},
		{"subdomain that looks local", "GET", "localhost.evil.example:8080", nil, 421},
		{"address of the network", "GET", "192.168.1.4:8080", nil, 421},
		{"any address", "GET", "0.0.0.0:8080", nil, 421},
		{"wrong port", "GET", "localhost:9090", nil, 421},
		{"no port", "GET", "localhost", nil, 421},
		{"no host", "GET", "", nil, 421},
		{"own origin", "GET", "localhost:8080", map[string]string{"Origin": "http://localhost:8080"}, 200},
		{"foreign origin", "GET", "localhost:8080", map[string]string{"Origin": "https://evil.example"}, 403},
		{"origin of another port", "GET", "localhost:8080", map[string]string{"Origin": "http://localhost:3000"}, 403},
		{"origin that is hidden", "GET", "localhost:8080", map[string]string{"Origin": "null"}, 403},
		{"picture in a foreign page", "GET", "localhost:8080", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403},
		{"script in a page of another port", "GET", "localhost:8080", map[string]string{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"}, 403},
		{"link in a foreign page", "GET", "localhost:8080", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200},
		{"post", "POST", "localhost:8080", nil, 405},
		{"delete", "DELETE", "localhost:8080", nil, 405},
		{"options", "OPTIONS", "localhost:8080", nil, 405},
	}
	answered := false
	handler := guard("8080", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { answered = true }))
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			request := httptest.NewRequest(test.method, "/", nil)
			request.Host = test.host
			for name, value := range test.header {
				request.Header.Set(name, value)
			}
			answered = false
			recorder := httptest.NewRecorder()
			handler.ServeHTTP(recorder, request)
			if recorder.Code != test.status || answered != (test.status == 200) {
				t.Errorf("status %d, answered %v; want %d", recorder.Code, answered, test.status)
			}
			for name, value := range map[string]string{"Content-Security-Policy": render.Policy, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"} {
				if recorder.Header().Get(name) != value {
					t.Errorf("%s is %q; want %q", name, recorder.Header().Get(name), value)
				}
			}
		})
	}
}

func TestPortOfTheWebNeedsNoPort(t *testing.T) {
	for host, want := range map[string]bool{"localhost": true, "127.0.0.1": true, "[::1]": true, "evil.example": false} {
		if ours(host, "80") != want {
			t.Errorf("ours(%q, 80) is %v", host, !want)
		}
	}
}

func TestAddressesThatOthersCanReachAreRefused(t *testing.T) {
	for addr, part := range map[string]string{
		":8080":            "could be reached from other machines",
		"0.0.0.0:8080":     "could be reached from other machines",
		"[::]:8080":        "could be reached from other machines",
		"192.168.1.4:8080": "could be reached from other machines",
		"example.com:80":   "could be reached from other machines",
		"8080":             "write it as 127.0.0.1:8080",
		"127.0.0.1":        "write it as 127.0.0.1:8080",
		"127.0.0.1:name":   "choose another address with --addr",
	} {
		err := Run(t.Context(), Options{Addr: addr})
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %v; want %q", addr, err, part)
		}
	}
}

func TestPortThatIsTaken(t *testing.T) {
	listener, err := listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	err = Run(t.Context(), Options{Addr: listener.Addr().String()})
	if err == nil || !strings.Contains(err.Error(), "is taken") || !strings.Contains(err.Error(), "--addr 127.0.0.1:") {
		t.Errorf("%v does not say how to choose another port", err)
	}
}

func TestLoopbackOfTheNewerInternet(t *testing.T) {
	listener, err := listen("[::1]:0")
	if err != nil {
		t.Skipf("this machine has none: %v", err)
	}
	defer listener.Close()
	if at := origin(listener, "[::1]:0"); at != "http://[::1]:"+portOf(listener)+"/" {
		t.Errorf("the address is printed as %s", at)
	}
}
