package kind

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	errkind "github.com/santhosh-tekuri/jsonschema/v6/kind"

	"parley/internal/diag"
	"parley/internal/doc"
)

// Validate reports everything in a document's fields that its kind does not allow.
func (k *Kind) Validate(d doc.Document) diag.List {
	v := validator{kind: k, document: d}
	schema, err := k.compiled()
	if err != nil {
		panic(err) // of a built-in kind; a test compiles them all
	}
	err = schema.Validate(toJSON(d.Fields))
	var failure *jsonschema.ValidationError
	if errors.As(err, &failure) {
		v.report(failure)
		v.forgive()
	}
	if k.Governed {
		v.quotes()
	}
	return v.findings
}

type validator struct {
	kind     *Kind
	document doc.Document
	findings diag.List
	lacks    map[int]string  // findings of keys that are lacking, with the key's path
	meant    map[string]bool // paths of keys that a misspelt one was meant to be
}

// forgive takes back that a key is lacking which stands there misspelt: that is one mistake, and has been reported where it stands.
func (v *validator) forgive() {
	var kept diag.List
	for i, finding := range v.findings {
		if path, lacks := v.lacks[i]; !lacks || !v.meant[path] {
			kept = append(kept, finding)
		}
	}
	v.findings = kept
}

// report turns the leaves of the library's tree of errors into findings.
func (v *validator) report(failure *jsonschema.ValidationError) {
	if len(failure.Causes) > 0 && !isChoice(failure.ErrorKind) {
		for _, cause := range failure.Causes {
			v.report(cause)
		}
		return
	}
	at := v.find(failure.InstanceLocation)
	switch e := failure.ErrorKind.(type) {
	case *errkind.OneOf, *errkind.AnyOf:
		v.noShape(at, failure.Causes)
	case *errkind.Required:
		if at.value.Partly {
			return
		}
		for _, name := range e.Missing {
			v.add(diag.New(diag.SchemaRequired, v.place(v.head(at)), "%s lacks the key %s", v.subject(at), name).WithHint("%s", v.example(at, name)), at)
			if v.lacks == nil {
				v.lacks = map[int]string{}
			}
			v.lacks[len(v.findings)-1] = join(at.path, name)
		}
	case *errkind.AdditionalProperties:
		v.unknownKeys(at, e.Properties)
	case *errkind.Type:
		v.wrongType(at, e.Want, v.needed(failure.InstanceLocation))
	case *errkind.Enum:
		v.notAllowed(at, e.Want)
	case *errkind.Format:
		v.wrongFormat(at, e.Want)
	case *errkind.Pattern:
		v.add(diag.New(diag.SchemaPattern, v.place(at.value.Span), "%s is not written as %s must be", at.value, at.name).WithHint("%s", v.patternHint(at, e.Want)), at)
	case *errkind.MinLength, *errkind.MaxLength, *errkind.MinItems, *errkind.MaxItems:
		v.wrongLength(at, failure.ErrorKind)
	case *errkind.Minimum, *errkind.Maximum, *errkind.ExclusiveMinimum, *errkind.ExclusiveMaximum, *errkind.MultipleOf:
		v.add(diag.New(diag.SchemaRange, v.place(at.value.Span), "%s is out of range", at.value).WithHint("%s", rangeHint(failure.ErrorKind)), at)
	case *errkind.UniqueItems:
		first, second := at.value.Items[e.Duplicates[0]], at.value.Items[e.Duplicates[1]]
		v.add(diag.New(diag.SchemaShape, v.place(second.Span), "%s stands in %s twice", second, at.name).WithHint("keep one of them").
			WithNote(v.place(first.Span), "the first"), at)
	default:
		v.add(diag.New(diag.SchemaShape, v.place(at.value.Span), "%s does not have an allowed shape", v.subject(at)).WithHint("compare it with parley schema %s", v.kind.Name), at)
	}
}

func isChoice(kind jsonschema.ErrorKind) bool {
	switch kind.(type) {
	case *errkind.OneOf, *errkind.AnyOf:
		return true
	}
	return false
}

// noShape reports a value that must have one of several shapes and has none of them, or several.
func (v *validator) noShape(at field, causes []*jsonschema.ValidationError) {
	if len(causes) == 0 {
		v.add(diag.New(diag.SchemaShape, v.place(v.head(at)), "%s has more than one of the shapes of which it may have one", v.subject(at)).
			WithHint("compare it with parley schema %s", v.kind.Name), at)
		return
	}
	var lacks []string
	for _, cause := range causes {
		one := validator{kind: v.kind, document: v.document}
		one.report(cause)
		for _, finding := range one.findings {
			lacks = append(lacks, finding.Message)
		}
	}
	v.add(diag.New(diag.SchemaShape, v.place(v.head(at)), "%s has none of the shapes that are allowed", v.subject(at)).
		WithHint("mend one of these: %s", strings.Join(lacks, "; ")), at)
}

// needed reports whether the mapping around a value cannot do without it.
func (v *validator) needed(location []string) bool {
	last := len(location) - 1
	if last < 0 {
		return false
	}
	around := v.find(location[:last])
	return slices.Contains(names(around.rule("required")), location[last])
}

// add appends a finding with the schema's line as a note, where that is a file that the reader can open.
func (v *validator) add(finding diag.Diagnostic, at field) {
	if span := at.rules.Span; span.Line > 0 && strings.HasPrefix(v.kind.path, "content/") {
		finding = finding.WithNote(diag.Place{Path: v.kind.path, Span: span}, "the schema says so here")
	}
	v.findings = append(v.findings, finding)
}

func (v *validator) place(span diag.Span) diag.Place {
	return diag.Place{Path: v.document.Path, Span: span}
}

// head is where a missing key is reported: at the first key of the mapping that lacks it.
func (v *validator) head(at field) diag.Span {
	if len(at.value.Keys) > 0 {
		return at.value.Keys[0].Span
	}
	if at.value.Span.Line > 0 {
		return at.value.Span
	}
	return diag.Span{Line: 1, Col: 1, EndLine: 1, EndCol: 1}
}

func (v *validator) subject(at field) string {
	if at.path == "" {
		return "this " + strings.ToLower(v.kind.Title)
	}
	return at.path
}

// find follows the library's path into the document.
func (v *validator) find(location []string) field {
	at := field{value: v.document.Fields, rules: v.kind.Schema, root: &v.kind.Schema}
	for _, step := range location {
		next := field{path: join(at.path, step), name: step, root: at.root}
		if i, err := strconv.Atoi(step); err == nil && at.value.Type == doc.List && i < len(at.value.Items) {
			next.value, next.rules, next.name, next.path = at.value.Items[i], at.rule("items"), at.name, at.path+at.value.ItemPath(i)
		} else {
			rules, ok := at.rule("properties").Lookup(step)
			if !ok {
				rules = at.rule("additionalProperties")
			}
			next.value, next.rules = at.value.Get(step), rules
		}
		at = next
	}
	return at
}

// quotes reports dates and percentages of governed files that are not in quotes. (Numbers fail by their type.)
func (v *validator) quotes() {
	v.kind.walk(v.document.Fields, func(f field) {
		what := ""
		switch {
		case f.value.Type != doc.String || f.value.Quoted:
			return
		case f.rule("format").Text == "date" && validDate(f.value.Text) == nil:
			what = "date"
		case strings.HasSuffix(f.rule("pattern").Text, "%$"):
			what = "percentage"
		default:
			return
		}
		v.add(diag.New(diag.YAMLQuote, v.place(f.value.Span), "a %s in a governed file is quoted", what).WithHint("write %q", f.value.Text), f)
	})
}
