// Package pricing knows what price lists mean: parts, price curves, charges, versions, and from when until when they hold.
//
// Promise: a charge is exact, for every quantity and every model of charging, and a curve that has been compiled for millions
// of quantities gives the same charges to the last minor unit. A figure is never apart from the place where it is written.
// An edit of a published price changes the bytes of that figure and no other byte.
//
// Input: documents of kind price-list. Output: values (List, Part, Curve, Meter), findings that need more than the schema of
// the kind, edits of text. What the schema refuses, and what check says of ids, file names, currencies, decimals of prices and
// the order of dates, is not said again.
//
// It reads no file and no clock, and knows no cost: what a price should be is another room's.
//
// # Beside the keys that every price list has
//
//	cost_book: 2026-q3              the book whose costs hold, where it is not the one in force on effective.from
//	discounts:
//	  max: "15%"
//	  standing:                     given to everybody; they multiply: (1-d1)(1-d2)
//	    - {name: launch, rate: "5%"}
//	parts:
//	  - included: "100"             units that cost nothing, each month
//	    minimum: "25.00"            what a month costs at least
//	    cap: "900.00"               and at most
//	    cliff: "agreed with ..."    why more units may cost less in all, of charge: volume
//	    package: "50"               the units of a package, of charge: package
//	    tiers: [{up_to: "1000", price: "1.84"}, {discount: "10%", price: "1.66"}]
//	    adjust:                     see internal/derivation
//	      throughput: {target: "1000", measured: "1100", strength: "-10%"}
//	      demand: {target: "75", measured: "82.5", strength: "30%"}
//	      band: "2%"
//	      floor: "1.50"
//	      cap: "2.40"
//	      step: "10%"
//	    override: {reason: "agreed with the regional owner for the launch", date: "2026-11-02", until: "2027-06-01"}
package pricing
