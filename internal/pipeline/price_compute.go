package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"parley/internal/derivation"
	"parley/internal/pricing"
	"parley/internal/release"
)

// Computation is what the prices of some lists are, and what their inputs give.
type Computation struct {
	Prices  []ComputedPrice `json:"prices"`
	Written []string        `json:"written"` // files
	Refused []string        `json:"refused"` // why a file was not written, in a sentence each
}

// ComputedPrice is one published price beside the computed one.
type ComputedPrice struct {
	List       string `json:"list"`
	SKU        string `json:"sku"`
	Tier       int    `json:"tier"` // from 1; 0 of a part without tiers
	Currency   string `json:"currency"`
	Published  string `json:"published"`
	Computed   string `json:"computed"` // empty where it follows from nothing that is written
	Agrees     bool   `json:"agrees"`
	Overridden bool   `json:"overridden"`
	Changed    bool   `json:"changed"` // it is not the computed one, or was not before that was written
}

// Settled reports whether every price is the computed one, or says why it is not.
func (c Computation) Settled() bool {
	for _, price := range c.Prices {
		if !price.Agrees && !price.Overridden {
			return false
		}
	}
	return len(c.Refused) == 0
}

// OnlyChanged leaves out the prices that are the computed ones, and were before anything was written. What is true of all remains true.
func (c Computation) OnlyChanged() Computation {
	c.Prices = slices.DeleteFunc(slices.Clone(c.Prices), func(price ComputedPrice) bool { return !price.Changed })
	return c
}

// ComputePrices computes the prices of the lists that are named, or of all. To write puts computed prices in the place of the
// published ones, in their files, where no override says why they differ; nothing else in a file changes.
func ComputePrices(repository *Repository, p *Prices, ids []string, write bool) (Computation, error) {
	if len(ids) == 0 {
		for _, list := range p.Lists {
			ids = append(ids, list.ID)
		}
	}
	c := Computation{Prices: []ComputedPrice{}, Written: []string{}, Refused: []string{}}
	for _, id := range ids {
		list, err := p.Wanted(id)
		if err != nil {
			return Computation{}, err
		}
		prices := p.Computed(id) // what is wrong is among the findings
		edits := derivation.Edits(prices)
		written := false
		if write && len(edits) > 0 {
			if why := p.isOut(list); why != "" {
				c.Refused = append(c.Refused, why)
			} else if err := repository.rewrite(list.Path, edits); err != nil {
				return Computation{}, err
			} else {
				written = true
				c.Written = append(c.Written, list.Path)
			}
		}
		for _, price := range prices {
			c.Prices = append(c.Prices, shownPrice(list, price, written))
		}
	}
	return c, nil
}

// isOut says why the prices of a list must not change: its version has been released.
func (p *Prices) isOut(list pricing.List) string {
	latest, released := release.Latest(p.Releases, list.ID)
	if !released || latest.Version != list.Version.String() {
		return ""
	}
	return fmt.Sprintf("%s of %s has been released, so its prices stay as they are; write version: %s first", list.Version, list.ID, list.Version.Next())
}

func shownPrice(list pricing.List, price derivation.Price, written bool) ComputedPrice {
	shown := ComputedPrice{List: list.ID, SKU: price.SKU, Currency: list.Currency, Published: price.Published.Text, Computed: price.Text,
		Agrees: price.Agrees(), Changed: !price.Agrees(), Overridden: price.Override.Given()}
	if part, _ := list.Part(price.SKU); len(part.Tiers) > 0 {
		shown.Tier = price.Tier + 1
	}
	if written && !shown.Agrees && !shown.Overridden {
		shown.Published, shown.Agrees = shown.Computed, true
	}
	return shown
}

// rewrite puts other figures into a file. The file is replaced as a whole, so that nobody ever reads half of it.
func (r *Repository) rewrite(name string, edits []pricing.Edit) error {
	text, err := fs.ReadFile(r.Files, name)
	if err != nil {
		return err
	}
	changed, err := pricing.Rewrite(text, edits)
	if err != nil {
		return err
	}
	info, err := r.guarded.Lstat(name)
	if err != nil {
		return err
	}
	return r.replace(name, changed, info.Mode().Perm())
}

// replace puts a new file in the place of one that has been read. A name with a dot before it is nobody's document.
func (r *Repository) replace(name string, data []byte, mode fs.FileMode) error {
	root := r.guarded.root()
	beside := filepath.FromSlash(path.Join(path.Dir(name), "."+path.Base(name)+".new"))
	file, err := root.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = root.Rename(beside, filepath.FromSlash(name))
	}
	if err != nil {
		return errors.Join(err, root.Remove(beside))
	}
	return nil
}
