// Package translation joins the units of a document with their translations: PO files, states, merge, checks.
//
// Promise: an edited source makes its translations stale at once, in memory, whether or not anybody has run a
// tool; nothing that fails a check is ever returned as fresh, nor a machine's text with other numbers than its source
// has, unless a person has read it; reading and writing a PO file loses nothing that a person or another tool has put
// there, nor does a machine's text that takes the place of a person's.
//
// The second promise is kept by Verify, the others by ParsePO, Format and Merge; a caller that shows text calls
// ParsePO, Merge and Verify in this order.
//
// Input: units (doc.Unit), the bytes of a PO file, glossary rules. Output: Translated units with their state,
// findings with places in the PO file, and PO text in the canonical form (that of msgcat --no-wrap).
//
// It never reads a file, the clock or the network.
package translation
