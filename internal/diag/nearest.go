package diag

import (
	"math/bits"
	"strings"
)

// longestWord bounds the words that Nearest compares: nobody mistypes a longer one by a letter or two and
// wants to be asked, and content that is made to be slow cannot make it so.
const longestWord = 80

// mostCandidates bounds how many words are compared: of so many, the nearest is hardly the one that was meant.
const mostCandidates = 3000

// Nearest returns the candidate that someone who typed word most likely meant, or "" when none is near.
// Near is one slip of the finger (a letter more, less, other, or two neighbours swapped) for words of up to
// four letters, two for up to eight, three above. Capitals do not count as slips. Of several candidates as near,
// the first in the alphabet wins, so the answer does not depend on the order of candidates.
func Nearest(word string, candidates []string) string {
	typed := []rune(strings.ToLower(word))
	if len(typed) > longestWord || len(candidates) > mostCandidates {
		return ""
	}
	best, least := "", allowedSlips(len(typed))+1
	has := letters(word)
	for _, candidate := range candidates {
		// A slip adds one letter, takes one away, or both: words whose letters differ by more need not be compared.
		if bits.OnesCount64(has^letters(candidate)) > 2*least {
			continue
		}
		meant := []rune(strings.ToLower(candidate))
		if abs(len(typed)-len(meant)) > least || len(meant) > longestWord {
			continue
		}
		n := slips(typed, meant)
		if n >= max(len(typed), len(meant)) {
			continue // not one letter in common
		}
		if n < least || n == least && best != "" && candidate < best {
			best, least = candidate, n
		}
	}
	return best
}

// letters is the set of a word's letters, a bit for each; capitals count as small, and letters beyond ASCII share bits.
func letters(word string) uint64 {
	var set uint64
	for _, r := range strings.ToLower(word) {
		set |= 1 << (uint32(r) & 63)
	}
	return set
}

func allowedSlips(length int) int {
	switch {
	case length <= 4:
		return 1
	case length <= 8:
		return 2
	default:
		return 3
	}
}

// slips is the Damerau-Levenshtein distance in its restricted form (a swapped pair is not edited again).
func slips(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}

func abs(n int) int { return max(n, -n) }
