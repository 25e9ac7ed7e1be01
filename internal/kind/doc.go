// Package kind says what each kind of document must contain. Kinds are data: a YAML file with a JSON Schema, a title,
// a folder and a template name. Parley's own are embedded; a team adds its own, with every privilege, as
// content/kinds/NAME.yaml.
//
// Promise: every violation of a schema is a finding at the line and column of the offending value, with the
// schema's line as a note; what a schema says about translation, references, audiences and scopes is read from
// the schema alone.
//
// Beside the keywords of JSON Schema, a schema may use
//
//	translate: true         the text is shown in the reader's language; it becomes a unit
//	ref: role               the value is the id of such a thing; a list of kinds allows any of them
//	inverse: superseded_by  the document that ref points to must point back under that key
//	defines: sku            the items of this list are things of that kind, which ref can name
//	audience: internal      the value is removed from the output of every smaller audience; at the root, the document
//	scope: region           the document is for these regions (tiers, partners) only
//	currency: true          the value is an ISO 4217 code
//	language: true          the value is a BCP 47 tag; its language's name is shown
//	proper: true            the value is a name, or says itself of which language it is
//
// An audience and a scope hold wherever they stand: below references, lists, alternatives and conditions, whichever of them
// a document takes. A team's kind that replaces a built-in one keeps from readers at least what that one keeps from them.
//
// Input: doc.Document. Output: findings, units, references, definitions. It is the sole owner of the JSON Schema
// library. It never reads a file and never sees two documents at once.
package kind
