package engine

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// signature signs requests as AWS wants it: Signature Version 4.
type signature struct{ id, secret, ticket, region, service string }

// sign adds the headers that prove who sends a request. The address has no path but / and no query.
func (s signature) sign(header http.Header, address string, body []byte, now time.Time) {
	parsed, err := url.Parse(address)
	if err != nil {
		return // sending it will say so
	}
	stamp := now.UTC().Format("20060102T150405Z")
	header.Set("X-Amz-Date", stamp)
	if s.ticket != "" {
		header.Set("X-Amz-Security-Token", s.ticket)
	}
	names := []string{"host"}
	values := map[string]string{"host": parsed.Host}
	for name := range header {
		lower := strings.ToLower(name)
		names = append(names, lower)
		values[lower] = strings.Join(strings.Fields(header.Get(name)), " ")
	}
	slices.Sort(names)
	var canonical strings.Builder
	fmt.Fprintf(&canonical, "POST\n/\n\n")
	for _, name := range names {
		fmt.Fprintf(&canonical, "%s:%s\n", name, values[name])
	}
	signed := strings.Join(names, ";")
	fmt.Fprintf(&canonical, "\n%s\n%s", signed, digest(body))
	scope := strings.Join([]string{stamp[:8], s.region, s.service, "aws4_request"}, "/")
	text := strings.Join([]string{"AWS4-HMAC-SHA256", stamp, scope, digest([]byte(canonical.String()))}, "\n")
	key := []byte("AWS4" + s.secret)
	for _, part := range []string{stamp[:8], s.region, s.service, "aws4_request"} {
		key = mac(key, part)
	}
	header.Set("Authorization", fmt.Sprintf("AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s",
		s.id, scope, signed, hex.EncodeToString(mac(key, text))))
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
