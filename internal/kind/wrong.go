package kind

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	errkind "github.com/santhosh-tekuri/jsonschema/v6/kind"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/money"
)

func (v *validator) wrongLength(at field, kind jsonschema.ErrorKind) {
	message, hint := "", ""
	switch e := kind.(type) {
	case *errkind.MinLength:
		message, hint = fmt.Sprintf("%s has %d characters; at least %d are needed", at.name, e.Got, e.Want), "say more"
		if e.Got == 0 {
			message, hint = at.name+" is empty", "fill it in"
		}
	case *errkind.MaxLength:
		message, hint = fmt.Sprintf("%s has %d characters; at most %d fit", at.name, e.Got, e.Want), "shorten it"
	case *errkind.MinItems:
		message, hint = fmt.Sprintf("%s has %d entries; at least %d are needed", at.name, e.Got, e.Want), "add an entry"
	case *errkind.MaxItems:
		message, hint = fmt.Sprintf("%s has %d entries; at most %d are allowed", at.name, e.Got, e.Want), "remove some"
	}
	v.add(diag.New(diag.SchemaLength, v.place(at.value.Span), "%s", message).WithHint("%s", hint), at)
}

// unknownKeys looks at each key of the mapping once, however many of them are unknown.
func (v *validator) unknownKeys(at field, unknown []string) {
	allowed := make([]string, 0, 16)
	for _, key := range at.rule("properties").Keys {
		allowed = append(allowed, key.Name)
	}
	among := make(map[string]bool, len(unknown))
	for _, name := range unknown {
		among[name] = true
	}
	for _, key := range at.value.Keys {
		if !among[key.Name] {
			continue
		}
		finding := diag.New(diag.SchemaUnknownKey, v.place(key.Span), "%s has no key %q", v.subject(at), key.Name)
		if near := diag.Nearest(key.Name, allowed); near != "" {
			finding = finding.WithHint("did you mean %s?", near)
			if v.meant == nil {
				v.meant = map[string]bool{}
			}
			v.meant[join(at.path, near)] = true
		} else {
			finding = finding.WithHint("allowed are %s", some(allowed))
		}
		v.add(finding, at)
	}
}

func (v *validator) wrongType(at field, want []string, needed bool) {
	if value := at.value; value.Type == doc.Null && value.Text == "" && value.Span.EndCol > value.Span.Col {
		return // an alias, or nested too deeply: the reader has said so, and nobody knows what it would have been
	}
	if format := at.rule("format").Text; at.value.Type == doc.Number && (format == "price" || format == "date") {
		v.wrongFormat(at, format)
		return
	}
	if at.value.Type == doc.Null && needed {
		v.add(diag.New(diag.SchemaRequired, v.place(at.value.Span), "%s has no value", at.path).WithHint("fill it in"), at)
		return
	}
	finding := diag.New(diag.SchemaType, v.place(at.value.Span), "%s is %s; what belongs here is %s", at.path, at.value.Type, describe(want))
	switch {
	case slices.Contains(want, "string") && isScalar(at.value):
		finding = finding.WithHint("write %q", at.value.Text)
	case slices.Contains(want, "array"):
		finding = finding.WithHint("write one entry a line, each after a hyphen")
	case at.value.Type == doc.Null:
		finding = finding.WithHint("fill it in, or remove the key")
	default:
		finding = finding.WithHint("write %s", describe(want))
	}
	v.add(finding, at)
}

// describe names JSON's types as doc.ValueType does.
func describe(want []string) string {
	words := map[string]string{"string": "text", "array": "a list", "object": "keys and values", "integer": "a whole number",
		"number": "a number", "boolean": "true or false", "null": "nothing"}
	var named []string
	for _, word := range want {
		named = append(named, words[word])
	}
	return strings.Join(named, " or ")
}

func (v *validator) notAllowed(at field, want []any) {
	var allowed []string
	for _, value := range want {
		allowed = append(allowed, fmt.Sprint(value))
	}
	finding := diag.New(diag.SchemaEnum, v.place(at.value.Span), "%s is not a value of %s", at.value, at.name)
	if near := diag.Nearest(at.value.Text, allowed); near != "" {
		v.add(finding.WithHint("did you mean %s?", near), at)
		return
	}
	v.add(finding.WithHint("allowed are %s", some(allowed)), at)
}

func (v *validator) wrongFormat(at field, format string) {
	span, text := v.place(at.value.Span), at.value
	switch format {
	case "price":
		finding := diag.New(diag.PriceFormat, span, "a price is a quoted decimal with a point")
		_, err := money.Parse(text.Text)
		var wrong *money.FormatError
		switch {
		case err == nil: // a number without quotes
			finding = finding.WithHint("write %q", text.Text)
		case errors.As(err, &wrong) && wrong.Suggest != "":
			finding = finding.WithHint("did you mean %q?", wrong.Suggest)
		case wrong != nil:
			finding = finding.WithHint(`%s; write it as "1.84"`, wrong.Reason)
		}
		v.add(finding, at)
	case "date":
		v.add(diag.New(diag.SchemaDate, span, "%s is not a date of the calendar", text).WithHint("%s", dateHint(text.Text)), at)
	case "email":
		v.add(diag.New(diag.SchemaFormat, span, "%s is not an e-mail address", text).WithHint("write it as name@example.com"), at)
	case "uri":
		v.add(diag.New(diag.SchemaFormat, span, "%s is not a web address", text).WithHint("write it in full: https://partners.example.com"), at)
	case "regex":
		v.add(diag.New(diag.SchemaFormat, span, "%s is not a regular expression", text).WithHint("close every bracket; (?=…) and (?!…) are not known here"), at)
	default:
		v.add(diag.New(diag.SchemaFormat, span, "%s is not a valid %s", text, format).WithHint("write a valid %s", format), at)
	}
}

// dateHint tells a date of another form from one that no calendar has.
func dateHint(text string) string {
	if year, rest, ok := strings.Cut(text, "-"); ok && len(year) == 4 && len(rest) == len("12-01") {
		return "there is no such month or day"
	}
	return "write year-month-day: 2026-12-01"
}

func (v *validator) patternHint(at field, pattern string) string {
	return cmp.Or(at.rule("description").Text, "it must match "+pattern)
}

// example shows how a missing key is written.
func (v *validator) example(at field, name string) string {
	rules := field{rules: at.rule("properties").Get(name), root: &v.kind.Schema}
	if what := rules.rule("description").Text; what != "" {
		return "add " + name + ": " + what
	}
	if enum := names(rules.rule("enum")); len(enum) > 0 {
		return "add " + name + ": one of " + some(enum)
	}
	return "add " + name + ":"
}

func rangeHint(kind jsonschema.ErrorKind) string {
	switch e := kind.(type) {
	case *errkind.Minimum:
		return "write at least " + e.Want.RatString()
	case *errkind.Maximum:
		return "write at most " + e.Want.RatString()
	case *errkind.ExclusiveMinimum:
		return "write more than " + e.Want.RatString()
	case *errkind.ExclusiveMaximum:
		return "write less than " + e.Want.RatString()
	case *errkind.MultipleOf:
		return "write a multiple of " + e.Want.RatString()
	default:
		return "look at parley schema for the limits"
	}
}

// some lists words, but not endlessly.
func some(words []string) string {
	const enough = 12
	if len(words) > enough {
		return strings.Join(words[:enough], ", ") + ", …"
	}
	return strings.Join(words, ", ")
}
