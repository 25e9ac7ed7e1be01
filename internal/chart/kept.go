package chart

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html"
	"maps"
	"sync"
)

// Drawn is a picture that has been drawn, with a digest by which damage shows.
type Drawn struct {
	Shapes []byte
	Digest [sha256.Size]byte // of the option and the shapes
}

// Kept are pictures by the digest of their options. It may be used by many goroutines; the zero value knows none.
type Kept struct {
	mutex sync.Mutex
	load  func() map[string]Drawn // nil once it has been asked
	known map[string]Drawn        // from before
	used  map[string]Drawn
	drawn int
}

// Keep begins with what an earlier run has drawn, which is asked for with the first chart. No picture of it is believed before it
// has been looked at.
func Keep(load func() map[string]Drawn) *Kept { return &Kept{load: load} }

// SVG is the picture of a chart, with a title in the reader's language: without a script, a style, an address or an identifier.
func (k *Kept) SVG(c Chart, title string) ([]byte, error) {
	shapes, err := k.shapes(c)
	if err != nil {
		return nil, err
	}
	// Places in a picture are places on the screen, whatever the direction of the text around it.
	return fmt.Appendf(nil, `<svg role="img" viewBox="0 0 %d %d" direction="ltr"><title>%s</title>%s%s</svg>`, Width, c.height(), html.EscapeString(title), shapes, c.mark()), nil
}

func (k *Kept) shapes(c Chart) ([]byte, error) {
	option, err := c.encode()
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(option)
	key := hex.EncodeToString(sum[:])
	if shapes, ok := k.recall(key, option); ok {
		return shapes, nil
	}
	picture, err := draw(option)
	if err != nil {
		return nil, err
	}
	shapes, err := clean(picture, c.Dir == "rtl")
	if err != nil {
		return nil, err
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.note(key, Drawn{shapes, seal(option, shapes)})
	k.drawn++
	return shapes, nil
}

// recall looks for a picture among those that are known.
func (k *Kept) recall(key string, option []byte) ([]byte, bool) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.load != nil {
		k.known, k.load = k.load(), nil
	}
	if drawn, ok := k.used[key]; ok {
		return drawn.Shapes, true
	}
	drawn, ok := k.known[key]
	if !ok || drawn.Digest != seal(option, drawn.Shapes) {
		return nil, false
	}
	k.note(key, drawn)
	return drawn.Shapes, true
}

func (k *Kept) note(key string, drawn Drawn) {
	if k.used == nil {
		k.used = map[string]Drawn{}
	}
	k.used[key] = drawn
}

func seal(option, shapes []byte) [sha256.Size]byte {
	sum := sha256.New()
	own := sha256.Sum256(option)
	sum.Write(own[:])
	sum.Write(shapes)
	return [sha256.Size]byte(sum.Sum(nil))
}

// Known are the pictures of an earlier run, those that were asked for in this one, and how many of these had to be drawn.
func (k *Kept) Known() (before, used map[string]Drawn, drawn int) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	before, used = map[string]Drawn{}, map[string]Drawn{}
	maps.Copy(before, k.known)
	maps.Copy(used, k.used)
	return before, used, k.drawn
}
