package chart

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html"
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
	known map[string]Drawn // from before
	used  map[string]Drawn
	drawn int
}

// Keep begins with what an earlier run has drawn; that is looked at when it is needed, and not believed before.
func Keep(known map[string]Drawn) *Kept { return &Kept{known: known} }

// SVG is the picture of a chart, with a title in the reader's language: without a script, a style, an address or an identifier.
func (k *Kept) SVG(c Chart, title string) ([]byte, error) {
	shapes, err := k.shapes(c)
	if err != nil {
		return nil, err
	}
	// Places in a picture are places on the screen, whatever the direction of the text around it.
	return fmt.Appendf(nil, `<svg role="img" viewBox="0 0 %d %d" direction="ltr"><title>%s</title>%s</svg>`, Width, c.height(), html.EscapeString(title), shapes), nil
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

// Used are the pictures that were asked for, and how many of them had to be drawn.
func (k *Kept) Used() (used map[string]Drawn, drawn int) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	used = make(map[string]Drawn, len(k.used))
	for key, picture := range k.used {
		used[key] = picture
	}
	return used, k.drawn
}
