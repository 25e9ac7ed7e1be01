// Package experiment plans and judges experiments with two prices: how many offers they need, how far they have got, and
// what their figures say and do not say.
//
// Promise: a plan is fixed before it starts, and bound by a digest; whoever looks at results, and however often, is wrong
// no more often than the plan allows, because every look uses up a part of the error, planned or not; a verdict always
// says what it does not say.
//
// Input: documents of kind price-experiment, the text of a table of results, a day. Output: values, findings, and messages
// with their arguments, which other rooms write in the reader's language.
//
// How: two proportions are compared by z, pooled under the hypothesis that they are equal, with the intervals of Wilson
// and Newcombe; the number of offers is Fleiss's, as in R's power.prop.test; bounds for looks come from the spending
// functions of Lan and DeMets, integrated numerically, because these hold for looks on days that nobody planned, which the
// tables of Pocock and of O'Brien and Fleming do not. Means are compared by Welch's t.
//
// It reads no file and no clock, and never touches an amount of money but to show it: floats are for probabilities.
package experiment
