package browser

import (
	"context"
	"fmt"
	"maps"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// unescaped is a page as it would be without any escaping.
var unescaped = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&quot;", `"`, "&#39;", "'", "&#43;", "+", "&amp;", "&")

// judgeUnescaped takes the escaping out of pages, and has the checks see what comes of that. A check that sees nothing then
// proves nothing.
func judgeUnescaped(t *testing.T, p *portal, browser context.Context, elsewhere *canary) {
	broken := &portal{files: maps.Clone(p.files), headers: p.headers}
	var addresses []string
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		if folder, _, _ := strings.Cut(name, "/"); strings.HasPrefix(folder, "k-") && strings.HasSuffix(name, "/one/index.html") && len(addresses) < 6 {
			head, body, _ := strings.Cut(string(p.files[name]), "<main")
			broken.files[name] = []byte(head + "<main" + unescaped.Replace(body))
			addresses = append(addresses, addressOf(name))
		}
	}
	pages := readPages(t, broken)
	strangers := map[string]bool{}
	for _, address := range addresses {
		found, err := pages[address].census.strangers()
		if err != nil {
			t.Fatal(err)
		}
		for _, stranger := range found {
			strangers[stranger] = true
		}
	}
	server := httptest.NewServer(lenient(broken))
	t.Cleanup(server.Close)
	_, wrong := meetAll(t, browser, server.URL, addresses)
	fired := map[string]bool{}
	for _, found := range regexp.MustCompile(`FIRED fire (\d+)`).FindAllStringSubmatch(strings.Join(wrong, "\n"), -1) {
		fired[found[1]] = true
	}
	for what, count := range map[string]int{"strangers": len(strangers), "payloads that fired": len(fired), "requests": len(elsewhere.heard()),
		"policy reports": strings.Count(fmt.Sprint(wrong), "Content Security Policy")} {
		t.Logf("%d %s", count, what)
		if count < 15 {
			t.Errorf("without any escaping there are %d %s only", count, what)
		}
	}
}
