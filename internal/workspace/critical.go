package workspace

// Critical reports whether a wrong number in a document does harm at once.
func (d *Document) Critical() bool {
	return d.Kind.Name == "notice" && d.Fields.Str("severity") == "critical"
}
