// Package tariff is everything that a repository says of prices, as one value: lists, costs, exchange rates, policy,
// releases, usage.
//
// Promise: the same documents and files give the same value, today's and those of a past revision alike; what cannot be read
// is a finding and is left out. Costs are worked out once for two states whose books, invoices, maps of columns and rates are
// the same, byte for byte.
//
// Input: documents by their kind, the names of all other files, and a way to open them. Output: Prices, findings. It writes
// nothing and reads no clock.
package tariff
