package diag

import (
	"regexp"
	"strings"
)

// secrets are what nobody should have written into a file: the address of a database, with whatever stands in it, and a password as
// addresses of another form have it.
var secrets = regexp.MustCompile(`(?i)postgres(?:ql)?://[^\s"'<>` + "`" + `]+|\b(?:pg)?password\s*[=:]\s*(?:'[^']*'|"[^"]*"|[^\s"',}]+)`)

// Veiled is a text with each character of such a secret as a star, so that columns stay where they are. Findings, and the lines that
// they show, pass through it: what says that a password has been written down must not write it down once more.
func Veiled(text string) string {
	if !strings.Contains(text, "://") && !mayHoldPassword(text) {
		return text
	}
	return secrets.ReplaceAllStringFunc(text, func(secret string) string {
		return strings.Repeat("*", len([]rune(secret)))
	})
}

func mayHoldPassword(text string) bool {
	const word = "password"
	for i := 0; i+len(word) <= len(text); i++ {
		if (text[i] == 'p' || text[i] == 'P') && strings.EqualFold(text[i:i+len(word)], word) {
			return true
		}
	}
	return false
}

// HoldsSecret reports whether a text holds what Veiled would hide.
func HoldsSecret(text string) bool { return secrets.MatchString(text) }
