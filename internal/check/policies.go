package check

import (
	"slices"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/workspace"
)

// policies checks who may see which class of data, and where the data stands.
func policies(w *workspace.Workspace, today string) diag.List {
	var findings diag.List
	roles := rolesOf(w)
	for _, d := range documentsOf(w, "data-policy", "classes.id", "classes.circle", "classes.production", "classes.readers",
		"covers.class", "covers.path", "access.person", "access.class", "access.until") {
		p := policy{w, d, each(d.Fields.Get("classes"), "id")}
		for _, class := range d.Fields.Get("classes").Items {
			findings = append(findings, p.production(class)...)
		}
		for _, grant := range d.Fields.Get("access").Items {
			findings = append(findings, p.known(grant)...)
			findings = append(findings, p.reader(grant, roles)...)
			if until := grant.Get("until"); isPast(until, today) {
				findings = append(findings, diag.New(diag.DataExpired, placeOf(d, until), "the access of %s ended on %s", grant.Str("person"), until.Text).
					WithHint("take the access away and remove this entry, or have it approved again"))
			}
		}
		for _, cover := range d.Fields.Get("covers").Items {
			findings = append(findings, p.known(cover)...)
			findings = append(findings, p.covered(cover)...)
		}
	}
	return findings
}

// policy is one document with the classes that it defines.
type policy struct {
	w       *workspace.Workspace
	d       *workspace.Document
	classes []string
}

// class finds a class by its id; Null when there is none.
func (p policy) class(id string) doc.Value {
	for _, class := range p.d.Fields.Get("classes").Items {
		if id != "" && class.Str("id") == id {
			return class
		}
	}
	return doc.Value{}
}

func (p policy) known(entry doc.Value) diag.List {
	class := entry.Get("class")
	return unlisted(p.d, diag.DataClass, class, p.classes, "this policy has no class %q", class.Text)
}

// production reports production figures that leave the house.
func (p policy) production(class doc.Value) diag.List {
	circle := class.Get("circle")
	if class.Str("production") != "true" || circle.Type != doc.String || !wider(kind.Audience(circle.Text), kind.Internal) {
		return nil
	}
	return diag.List{diag.New(diag.DataProduction, placeOf(p.d, circle), "production figures are never for %s readers", circle.Text).
		WithHint("write circle: internal").WithNote(placeOf(p.d, class.Get("production")), "the class holds production figures")}
}

// wider reports whether more people are in one circle of readers than in another.
func wider(a, b kind.Audience) bool { return a != b && b.Sees(a) }

// reader reports somebody with access who holds none of the roles that may read the class.
func (p policy) reader(grant doc.Value, roles map[string][]string) diag.List {
	class, person := p.class(grant.Str("class")), grant.Get("person")
	held, known := roles[person.Text]
	may := func(role string) bool { return slices.Contains(class.Strings("readers"), role) }
	if !known || len(class.Strings("readers")) == 0 || slices.ContainsFunc(held, may) {
		return nil
	}
	return diag.List{diag.New(diag.DataReader, placeOf(p.d, person), "%s holds none of the roles that may read the class %s", person.Text, class.Str("id")).
		WithHint("its readers are %s; %s is %s", enough(class.Strings("readers")), person.Text, enough(held)).
		WithNote(keyOf(p.d, class, "readers"), "the readers of %s", class.Str("id"))}
}

// covered reports a path at which nothing lies, and documents for more readers than the class of their data allows.
func (p policy) covered(cover doc.Value) diag.List {
	path := cover.Get("path")
	at := placeOf(p.d, path)
	if !isText(path) {
		return nil
	}
	if _, isAsset := p.w.Assets[path.Text]; !isAsset && !holds(p.w, path.Text) {
		return diag.List{suggest(diag.New(diag.DataPath, at, "nothing lies at %q", path.Text), path.Text, paths(p.w), "name a folder or a file, relative to the repository")}
	}
	class := p.class(cover.Str("class"))
	circle := kind.Internal
	if text := class.Str("circle"); text != "" {
		circle = kind.Audience(text)
	}
	if class.Type == doc.Null {
		return nil
	}
	var findings diag.List
	for i := range p.w.Documents {
		d := p.w.Documents[i]
		if lies(d.Path, path.Text) && wider(d.Audience, circle) {
			findings = append(findings, diag.New(diag.DataCircle, at, "%s is for %s readers, but the class %s is not", d.Path, d.Audience, class.Str("id")).
				WithHint("write audience: %s there, or take the data out of it", circle).
				WithNote(d.Place("audience"), "this document"))
		}
	}
	return findings
}
