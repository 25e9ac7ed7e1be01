package facts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
)

// Source is the database that a table comes from. The address, with its password, is in the environment alone.
type Source struct {
	Variable string // the name of the environment variable that has the address
	Query    string
	Dated    string // asks for the day of the data; empty where that is the day of the refresh
	Limit    int    // of rows
	Place    diag.Place

	digest string
}

// mostRows is how many rows a table from a database may have where its document does not say.
const mostRows = 200_000

var variables = regexp.MustCompile(`^[A-Z][A-Z0-9_]{0,99}$`)

// source reads where the rows come from, when that is a database. Of values that may hold a secret, nothing is told.
func (s *schemaReader) source() {
	f := s.d.Fields
	for _, v := range f.Scalars() {
		if diag.HoldsSecret(v.Text) {
			s.unsourced(v, "write variable: with the name of the environment variable that holds the address, and change a password that has been committed",
				"the address of a database or a password stands in this file")
		}
	}
	if !f.Has("source") {
		for _, key := range []string{"variable", "query", "dated", "limit"} {
			if f.Has(key) {
				s.unsourced(f.Get(key), "add source: postgres, or remove it", "%s: says how a database is asked, and the table names none", key)
			}
		}
		if !f.Has("files") {
			s.unsourced(f.Get("columns"), "name exports under files:, or a database under source:", "nothing says where the rows of %s come from", s.ID)
		}
		return
	}
	if f.Has("files") {
		s.unsourced(f.Get("files"), "keep one of the two", "the rows come from a database, and from files as well")
	}
	variable, query := f.Get("variable"), f.Get("query")
	if !variables.MatchString(variable.Text) {
		at := variable
		if at.Span.Line == 0 {
			at = f.Get("source")
		}
		s.unsourced(at, "write variable: WAREHOUSE_DSN, and give the address to the environment under that name", "nothing says which environment variable has the address of the database")
	}
	if strings.TrimSpace(query.Text) == "" {
		s.unsourced(f.Get("source"), "write query: with one SELECT", "nothing says what the database is asked")
	}
	s.Source = &Source{Variable: variable.Text, Query: query.Text, Dated: f.Str("dated"), Limit: mostRows, Place: s.place(query), digest: digestOfQuery(s.d)}
	if limit, err := strconv.Atoi(f.Str("limit")); err == nil && limit > 0 {
		s.Source.Limit = limit
	}
	s.Files = []File{{Path: SnapshotOf(s.d.Path), Place: s.Source.Place}}
}

func (s *schemaReader) unsourced(v doc.Value, hint, format string, args ...any) {
	s.findings = append(s.findings, diag.New(diag.FactsSource, s.place(v), format, args...).WithHint("%s", hint))
}

// SnapshotOf is where the snapshot of a table lies, beside the document at a path.
func SnapshotOf(name string) string {
	return strings.TrimSuffix(name, path.Ext(name)) + ".snapshot.csv"
}

// digestOfQuery stands for all that the rows of a snapshot follow from: what is asked, and what the columns hold. What cells may be
// is no part of it, since that is looked at whenever the snapshot is read.
func digestOfQuery(d doc.Document) string {
	sum := sha256.New()
	for _, key := range []string{"source", "query", "dated"} {
		fmt.Fprintf(sum, "%s %q\n", key, d.Fields.Str(key))
	}
	for _, item := range d.Fields.Get("columns").Items {
		fmt.Fprintf(sum, "%q %q\n", item.Str("name"), item.Str("type"))
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil))
}
