// Package repricing says what a change of prices is, and whether it may be: the difference between two states of price lists,
// and the guardrails of the price policy.
//
// Promise: curves are compared over every quantity, exactly: no change hides between two examples, and none is called smaller
// than it is. A breach of a guardrail names file, line, rule, the actual and the allowed value, and compares exact numbers.
//
// Input: price lists, the document of the price policy, what a unit costs, earlier prices with their days. Output: values
// (Diff, Shift, Breach) and findings. It knows no customer, no file and no clock, and decides about no approval.
package repricing
