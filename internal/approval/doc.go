// Package approval decides whether a change to prices has the approvals that the policy asks for.
//
// Promise: Decide depends on its arguments alone and gives the same decision for them in a pull request, in a merge queue,
// after the merge and in a simulation, whether approvals come from a forge or from signed files. It passes only where each
// approval that the policy asks for has been given by a different person who may give it, for exactly this change. What is
// missing, partial or unknown never counts as approved, and the zero Facts are an error. Every approval that does not count is
// told with the code of the reason.
//
// Input: a Policy and a Registry (read from documents of the kinds price-policy and approvers), and Facts that others have
// gathered: what changed in money, which files, who wrote it, who gave which opinion on which digest, and the time.
// Output: Decision, a plain value whose JSON is the contract of parley gate; findings in the two documents; the digest that
// approvals are bound to; the text that a signed approval consists of.
//
// It reads no file, no clock, no network and no repository.
package approval
