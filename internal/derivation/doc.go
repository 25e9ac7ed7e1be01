// Package derivation computes prices from costs, and says how.
//
// Promise: every published price is recomputed from its inputs, and its derivation names the place of each of them; the number
// is the last result of the derivation, so the two cannot differ. Computing twice changes nothing: step and hysteresis start
// from the last release, never from the published price. No computed price is below the margin floor.
//
// Input: a price list, costs, exchange rates, the price policy, the prices of the last release, a day. Output: Price with its
// derivation, findings, edits of the list. It reads no file and no clock.
//
// # How a price follows
//
//	cost of a unit            of the cost book, with the budget buffer, in the currency of the list; of a package: times its units
//	baseline                  cost / (1 - margin), or cost × (1 + markup)
//	throughput, demand        × max(0, 1 + strength × (measured - target) / target), one after the other
//	band                      if that is nearer to the released price than the band, the released price
//	rounding                  to the step of the currency, as the policy states
//	step                      within released × (1 ± step)
//	floor, cap                of the part
//	margin floor              at least cost / (1 - margin floor) / (1 - largest discount)
//
// Later lines win over earlier ones: margin floor over cap over floor over step. Bounds are rounded inwards, so that what is
// rounded keeps within them. Where two of them leave no price, that is a finding, and the later one wins all the same.
//
// The price of a tier but the first is that of the first less its discount, and at least the margin floor. A tier without a
// discount, and a part without a cost, follows from nothing, which is told unless the part has an override.
package derivation
