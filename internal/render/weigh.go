package render

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"sync"
)

// Weight is how many bytes a browser loads before it shows a page for the first time, as gzip sends them.
type Weight struct {
	Bytes    int
	Heaviest string // the part that weighs most, with its weight: "style.css, 8.9 kB"
}

// Scale weighs pages. It may be used by many goroutines.
type Scale struct {
	assets   int
	heaviest string
	most     int
	writers  sync.Pool
}

// NewScale weighs a theme's styles and scripts, which every page loads.
func NewScale(theme *Theme) *Scale {
	s := &Scale{}
	s.writers.New = func() any {
		w, _ := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed) // the level is one that there is
		return w
	}
	for _, file := range theme.Assets() {
		if !strings.HasSuffix(file.Path, ".css") && !strings.HasSuffix(file.Path, ".js") {
			continue
		}
		n := packed(file.Data)
		s.assets += n
		if n > s.most {
			s.most, s.heaviest = n, fmt.Sprintf("%s, %s", file.Path, Kilobytes(n))
		}
	}
	return s
}

// Over reports whether a page with its styles and scripts weighs more than a budget in bytes, and what it weighs then.
// Packing a page well takes longer than making it: it is done only where packing it fast leaves a doubt.
func (s *Scale) Over(page []byte, budget int) (Weight, bool) {
	if len(page)+s.assets <= budget || s.fast(page)+s.assets <= budget {
		return Weight{}, false
	}
	n := packed(page)
	w := Weight{n + s.assets, s.heaviest}
	if n > s.most {
		w.Heaviest = "the page itself, " + Kilobytes(n)
	}
	return w, w.Bytes > budget
}

func (s *Scale) fast(page []byte) int {
	var count counter
	w := s.writers.Get().(*gzip.Writer)
	defer s.writers.Put(w)
	w.Reset(&count)
	_, _ = w.Write(page) // a counter takes everything
	_ = w.Close()
	return int(count)
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
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
var usual = map[string]int{"price-list": 50, "list": 50, "people": 50, "playbook": 40, "migration-guide": 40}

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
