package diag

import (
	"slices"
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	tests := []struct {
		name, word string
		candidates []string
		want       string
	}{
		{"the word itself", "gold", []string{"silver", "gold"}, "gold"},
		{"one letter less", "gol", []string{"gold"}, "gold"},
		{"one letter more", "goldd", []string{"gold"}, "gold"},
		{"one other letter", "gild", []string{"gold"}, "gold"},
		{"neighbours swapped are one slip", "glod", []string{"gold"}, "gold"},
		{"two slips in a short word", "gdol", []string{"gold"}, ""},
		{"two slips in five letters", "audie", []string{"audin", "audxx"}, "audin"},
		{"two slips in eight letters", "audienze", []string{"audience"}, "audience"},
		{"three slips in eight letters", "aubienzx", []string{"audience"}, ""},
		{"three slips in nine letters", "langauges", []string{"languages"}, "languages"},
		{"three other letters in a long word", "pxrtnxr_tixr", []string{"partner_tier"}, "partner_tier"},
		{"four slips are too many", "pxrtnxr_txxr", []string{"partner_tier"}, ""},
		{"capitals are no slips", "GOLD", []string{"gold"}, "gold"},
		{"letters, not bytes, are counted", "größe", []string{"grösse", "größen"}, "größen"},
		{"nearer wins", "partners", []string{"partnersxx", "partner"}, "partner"},
		{"on a tie the first in the alphabet wins", "bat", []string{"cat", "bar", "hat"}, "bar"},
		{"nothing in common", "a", []string{"b"}, ""},
		{"nothing in common with no candidate", "a", []string{""}, ""},
		{"no word", "", []string{"a", ""}, ""},
		{"no candidates", "gold", nil, ""},
		{"a word of absurd length", strings.Repeat("a", 1<<20), []string{strings.Repeat("a", 1<<20)}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Nearest(test.word, test.candidates); got != test.want {
				t.Errorf("Nearest(%.20q, %.20q) = %q, want %q", test.word, test.candidates, got, test.want)
			}
			reversed := slices.Clone(test.candidates)
			slices.Reverse(reversed)
			if got := Nearest(test.word, reversed); got != test.want {
				t.Errorf("with the candidates in another order: %q, want %q", got, test.want)
			}
		})
	}
}

func TestSlips(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0}, {"kitten", "sitting", 3},
		{"abcd", "acbd", 1}, {"abcd", "badc", 2}, {"ab", "ba", 1}, {"日本", "本日", 1},
	}
	for _, test := range tests {
		if got := slips([]rune(test.a), []rune(test.b)); got != test.want {
			t.Errorf("slips(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
