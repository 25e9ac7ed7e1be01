package diag

import (
	"strings"
	"testing"
)

// TestNoFindingTellsASecret writes an address with a password wherever a finding has words, and reads all that is printed of it.
func TestNoFindingTellsASecret(t *testing.T) {
	for _, secret := range []string{
		"postgres://reader:s3cr3t-Äpfel@db.example:5432/x", "POSTGRESQL://reader:s3cr3t-Äpfel@db/x", "host=db password=s3cr3t-Äpfel", "host=db PASSWORD = 's3cr3t-Äpfel with blanks'",
		`password: "s3cr3t-Äpfel"`, "password: s3cr3t-Äpfel",
	} {
		place := Place{Path: "a.yaml", Span: Span{Line: 2, Col: 4, EndLine: 2, EndCol: 9}}
		list := List{New(FactsSource, place, "wrong: %s", secret).WithHint("not %s", secret).WithNote(place, "here: %s", secret)}
		lines := func(string, int) string { return "x: " + secret + ` # kept` }
		var out strings.Builder
		for _, err := range []error{WriteText(&out, list, lines, true), WriteJSON(&out, list, 1), WriteSARIF(&out, list, "1"), WriteGitHub(&out, list)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if strings.Contains(out.String(), "s3cr3t") || strings.Contains(out.String(), "blanks") || !strings.Contains(out.String(), "kept") {
			t.Errorf("%s:\n%s", secret, out.String())
		}
		if veiled := Veiled(secret); len([]rune(veiled)) != len([]rune(secret)) || !HoldsSecret(secret) {
			t.Errorf("%q is veiled as %q", secret, veiled)
		}
	}
	for _, plain := range []string{"https://partners.example/a", "the password of the portal", "postgres", "select note from resets where kind = 'password'"} {
		if Veiled(plain) != plain || HoldsSecret(plain) {
			t.Errorf("%q is veiled as %q", plain, Veiled(plain))
		}
	}
}
