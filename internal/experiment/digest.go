package experiment

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"parley/internal/doc"
)

// planned are the fields that are fixed before an experiment starts, in the order in which the digest takes them. What
// things are called, who answers for them and what came out may change.
var planned = []string{"list", "sku", "currency", "hypothesis", "asked_by", "start", "until", "arms", "offer", "acceptance", "also",
	"base_rate", "minimum_effect", "alpha", "power", "spending", "looks", "traffic", "stop"}

// Digest binds the plan: it changes with every word of the fields that are fixed, but not with how the file is laid out,
// nor with the order of keys.
func (e Experiment) Digest() string {
	var b strings.Builder
	b.WriteString("parley price experiment 1\n")
	for _, name := range planned {
		value := e.document.Fields.Get(name)
		if name == "spending" {
			value = doc.Value{Type: doc.String, Text: e.Spending} // left out, it is the default
		}
		canonical(&b, name, value)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// itemKeys are the keys of lists that belong to the plan. Names are not among them.
var itemKeys = map[string][]string{"arms": {"id", "price", "share"}, "also": {"id", "text"}, "stop": {"id", "text", "arm", "below", "after"}}

// canonical writes a value so that no two that differ are written alike: everything is quoted, and lists are counted.
func canonical(b *strings.Builder, name string, value doc.Value) {
	if value.Type != doc.List {
		fmt.Fprintf(b, "%s %q\n", name, doc.Fold(value.Text))
		return
	}
	fmt.Fprintf(b, "%s %d\n", name, len(value.Items))
	for _, item := range value.Items {
		if item.Type != doc.Map {
			canonical(b, "-", item)
			continue
		}
		for _, key := range itemKeys[name] {
			canonical(b, key, item.Get(key))
		}
	}
}
