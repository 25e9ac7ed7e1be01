// Package announce writes a decision on a change of prices for those who wait for it: as a tree at a terminal, as the one
// comment of a pull request, as annotations on changed lines, and as SARIF.
//
// Promise: nothing that people have written acts where it is shown: no control character, no mark-up, no mention, no command of
// a build server. What has to fit into a limit of a forge fits, the gravest first, and says how much is left out.
//
// Input: approval.Decision. Output: text. It decides nothing and reads nothing.
package announce
