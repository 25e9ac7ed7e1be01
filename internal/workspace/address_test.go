package workspace

import "testing"

func TestAddress(t *testing.T) {
	for path, want := range map[string]string{
		"content/index.md": "/", "content/a.md": "/a/", "content/docs/index.md": "/docs/", "content/docs/README.md": "/docs/",
		"playbooks/x.md": "/playbooks/x/", "pricing/lists/emea-eur-x.yaml": "/pricing/lists/emea-eur-x/", "content/Très long.md": "/Très long/",
		"content/v1.2.md": "/v1.2/",
	} {
		if got := Address(path); got != want {
			t.Errorf("%s is published at %s, want %s", path, got, want)
		}
	}
}
