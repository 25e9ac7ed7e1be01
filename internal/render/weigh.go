package render

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/klauspost/compress/s2"
)

// Weight is how many bytes a browser loads before it shows a page for the first time, as gzip sends them.
type Weight struct {
	Bytes    int
	Heaviest string // the part that weighs most, with its weight: "style.css, 8.9 kB"
}

// Scale weighs pages. It may be used by many goroutines.
type Scale struct {
	assets   int
	some     []asked // those that only some pages load
	heaviest string
	most     int
	buffers  sync.Pool // of *[]byte
}

// asked is a style or a script that only some pages ask for.
type asked struct {
	path   []byte
	packed int
}

// NewScale weighs a theme's styles and scripts. Every page loads all of them but those of charts; the script that draws them anew
// is none that a page is shown with.
func NewScale(theme *Theme) *Scale {
	s := &Scale{}
	for _, file := range theme.Assets() {
		if !strings.HasSuffix(file.Path, ".css") && !strings.HasSuffix(file.Path, ".js") {
			continue
		}
		if file.Path == theme.assets[libraryName].file.Path {
			continue // to pack which takes longer than to make a page
		}
		n := packed(file.Data)
		switch file.Path {
		case theme.assets["plot.css"].file.Path, theme.assets["plot.js"].file.Path:
			s.some = append(s.some, asked{[]byte(file.Path), n})
			continue
		}
		s.assets += n
		if n > s.most {
			s.most, s.heaviest = n, fmt.Sprintf("%s, %s", file.Path, Kilobytes(n))
		}
	}
	return s
}

// Over reports whether a page with the styles and scripts that it asks for weighs more than a budget in bytes, and what it
// weighs then. Packing a page well takes longer than making it, and is done only where quicker answers leave a doubt: first
// what the page would take if no repetition were found; then what Snappy makes of it, which finds the same repetitions in a
// tenth of the time, but spends whole bytes on what gzip writes in bits; and Snappy takes its time only where it leaves a
// doubt in a hurry.
//
// Of a part that stands on many pages it is known how well it packs by itself.
func (s *Scale) Over(page []byte, asked [][]byte, budget int, parts ...Part) (Weight, bool) {
	assets := s.assetsFor(asked)
	if len(page)+assets <= budget || literal(page, parts)+assets <= budget ||
		s.bound(s2.EncodeSnappy, page, parts)+assets <= budget || s.bound(s2.EncodeSnappyBetter, page, parts)+assets <= budget {
		return Weight{}, false
	}
	n := packed(page)
	w := Weight{n + assets, s.heaviest}
	if n > s.most {
		w.Heaviest = "the page itself, " + Kilobytes(n)
	}
	return w, w.Bytes > budget
}

// assetsFor is what the styles and scripts weigh that a page asks for, by their addresses.
func (s *Scale) assetsFor(asked [][]byte) int {
	assets := s.assets
	for _, one := range s.some {
		if slices.ContainsFunc(asked, func(address []byte) bool { return bytes.HasSuffix(address, one.path) }) {
			assets += one.packed
		}
	}
	return assets
}

// literal is a size that gzip does not exceed, as if it wrote byte after byte, each in as many bits as are due to how often
// it occurs (its information content, after Shannon), but three at least: with an eighth for bits that are whole, and for
// repetitions that are too short to be worth what it takes to write them; and with room for tables.
func literal(page []byte, parts []Part) int {
	var counts [256]int
	known := 0
	for _, part := range parts {
		if before, after, found := part.cut(page); found {
			count(&counts, before)
			known += part.packed
			page = after
		}
	}
	count(&counts, page)
	all, bits := 0, 0.0
	for _, n := range counts {
		all += n
	}
	for _, n := range counts {
		if n > 0 {
			bits += float64(n) * math.Log2(float64(all)/float64(n))
		}
	}
	return known + int(max(bits, 3*float64(all))/8*9/8) + gzipTables
}

// gzipTables is room for gzip's own header, and for tables of codes, in bytes.
const gzipTables = 320

// count adds how often each byte occurs in a text. Four counts beside each other do not wait for one another.
func count(counts *[256]int, text []byte) {
	var a, b, c, d [256]int32
	for ; len(text) >= 4; text = text[4:] {
		a[text[0]]++
		b[text[1]]++
		c[text[2]]++
		d[text[3]]++
	}
	for _, one := range text {
		a[one]++
	}
	for i := range counts {
		counts[i] += int(a[i] + b[i] + c[i] + d[i])
	}
}

// snappy packs a text into a buffer, if that is large enough.
type snappy func(buffer, text []byte) []byte

// bound is a size that gzip does not exceed.
func (s *Scale) bound(pack snappy, page []byte, parts []Part) int {
	for _, part := range parts {
		if before, after, found := part.cut(page); found {
			return s.loose(pack, before) + part.packed + s.bound(pack, after, parts)
		}
	}
	return s.loose(pack, page)
}

// loose is a size that gzip does not exceed.
func (s *Scale) loose(pack snappy, page []byte) int {
	buffer, _ := s.buffers.Get().(*[]byte)
	if buffer == nil {
		buffer = new([]byte)
	}
	defer s.buffers.Put(buffer)
	*buffer = pack((*buffer)[:cap(*buffer)], page)
	return len(*buffer)
}

func packed(data []byte) int {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	_, _ = w.Write(data)
	_ = w.Close()
	return out.Len()
}

// Kilobytes writes a number of bytes for people.
func Kilobytes(n int) string { return fmt.Sprintf("%.1f kB", float64(n)/1000) }

// usual are the budgets of templates whose pages are long by nature, in kilobytes.
var usual = map[string]int{"price-list": 50, "price-history": 50, "price-release": 50, "list": 50, "people": 50, "playbook": 40, "migration-guide": 40, "review": 40, "dashboard": 40}

// textBudget is that of all other pages, in kilobytes.
const textBudget = 25

// Budget is what a page may weigh, in bytes: what the settings say for its template, else what is usual for it, else what
// the settings say for "page", which is every other page.
func Budget(template string, settings map[string]int) int {
	if kilobytes, ok := settings[template]; ok {
		return kilobytes * 1000
	}
	if kilobytes, ok := usual[template]; ok {
		return kilobytes * 1000
	}
	return cmp.Or(settings["page"], textBudget) * 1000
}
