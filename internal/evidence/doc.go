// Package evidence gathers from a Git repository everything that a decision on a change of prices depends on.
//
// Promise: Gather reads the object database and nothing else: no work tree, no attributes, no filters, no replaced objects, no
// grafts. Rules come from the base. Facts are complete only where everything was read to its end; whatever is missing, doubtful,
// or read in two ways by two readers is a problem that denies the change or keeps it from being judged. What is equal in both
// trees, byte for byte, is not parsed. The order of files, reviews and commits makes no difference.
//
// What a change is: the base against the tree that would land. A list, and a part of it, are known by their names and never by
// their paths. How far a price moves is told over its whole curve and after the discounts of its list; what it does to
// customers from pricing/usage; how far it has moved before from the states of the base, and from released versions. Where
// exchange rates, usage, costs or guardrails change as well, prices are judged by those of both trees, and the worse holds.
// Without any file in pricing/usage there are no known customers, and nothing is done to them.
//
// What texts say of prices is held against the lists: pages that the change writes, pages that it leaves behind, translations, and
// critical notices, which have to be complete in every language that they require. A signed approval counts for one landing, and an
// objection that was signed in any commit of the change stands until its author approves.
//
// Landings finds what has landed before, for whoever judges it anew.
//
// Lists are read by the schemas that are built in: one that the repository brings along counts for nothing.
//
// Input: git.Revisions, a Request. Output: approval.Policy and approval.Facts. It reads no clock and no network, and decides
// nothing.
package evidence
