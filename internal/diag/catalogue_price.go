package diag

// priceTopics explains findings about what a price list says.
func priceTopics() []topic {
	return []topic{
		{
			code: PriceTiers, title: "The tiers leave a quantity without a price, or give it two",
			what: "Tiers count up: each ends above the one before it, and the last has no end. A discount is on the price of the first tier, which has none itself.",
			why:  "Some quantity would have no price, or two. Which one is charged would depend on the program.",
			mend: "Order the tiers by `up_to`, and leave `up_to` out of the last one only.",
			lang: "yaml",
			bad: `
tiers:
  - {up_to: "1000", price: "0.09"}
  - {up_to: "500", price: "0.08"}`,
			good: `
tiers:
  - {up_to: "1000", price: "0.09"}
  - {price: "0.08"}`,
		},
		{
			code: PriceCharge, title: "The key has no meaning for this way of charging",
			what: "How a part is charged decides which keys it has: `tiers` for graduated and volume, `package` for packages, one `price` for the others. A flat price is charged once for a month in which any of the part is used. A cap is not below the minimum.",
			why:  "Somebody meant something by the key, and nobody would charge it.",
			mend: "Remove the key, or write the way of charging that was meant.",
			lang: "yaml",
			bad:  `{sku: MIG-PLAN, charge: flat, price: "4800.00", included: "2"}`,
			good: `{sku: MIG-PLAN, charge: per-unit, price: "4800.00", included: "2"}`,
		},
		{
			code: PriceCliff, title: "Using more costs less in all",
			what: "With `charge: volume` all units are charged at the price of the tier in which their number falls. Just above the end of a tier with a higher price, a month costs less than at that end.",
			why:  "A customer near the end of a tier is better off using more than is needed, and asks why the bill is larger for less.",
			mend: "Charge `graduated`, where only the units of a tier have its price, or bring the prices nearer together. Where it is meant, say why under `cliff:`.",
			lang: "yaml",
			bad:  `{sku: CHK, unit: request, charge: volume, tiers: [{up_to: "500", price: "3.20"}, {price: "2.75"}]}`,
			good: `{sku: CHK, unit: request, charge: graduated, tiers: [{up_to: "500", price: "3.20"}, {price: "2.75"}]}`,
		},
		{
			code: PriceMargin, title: "The way from the cost to the price is not clear",
			what: "A part with a cost has either a margin (a share of the price, below 100%) or a markup (a share of the cost). A part without a cost has neither.",
			why:  "A margin of 40% and a markup of 40% give different prices from the same cost. With both, or neither, the price cannot be computed.",
			mend: "Keep one of the two. A margin of 40% is a markup of 66.7%.",
			lang: "yaml",
			bad:  `{sku: MIG-ENGINE-HOUR, cost: azure-migrate-hour, margin: "38%", markup: "60%"}`,
			good: `{sku: MIG-ENGINE-HOUR, cost: azure-migrate-hour, margin: "38%"}`,
		},
		{
			code: PriceAdjustment, title: "The adjustment cannot work",
			what: "Throughput and demand are compared with a target that is not zero. The floor is not above the cap, the step allows some change, and the band is narrower than the step.",
			why:  "With such values the price could not be computed, or could never change.",
			mend: "Correct the value that the finding points at.",
			lang: "yaml",
			bad:  `adjust: {band: "12%", step: "10%"}`,
			good: `adjust: {band: "2%", step: "10%"}`,
		},
		{
			code: PriceOverride, title: "The override has ended, or overrides nothing",
			what: "An override says why a published price is not the computed one, and since when. This one ends before it begins, is past its last day, or stands at a price that is the computed one.",
			why:  "An override that is left over would hide the next difference between price and inputs.",
			mend: "Remove it, or decide anew and write a new day with the reason.",
			lang: "yaml",
			bad:  `override: {reason: "launch", date: "2026-01-10", until: "2026-07-01"}      # past`,
			good: `override: {reason: "launch, extended by the board", date: "2026-07-01", until: "2027-01-01"}`,
		},
		{
			code: PriceUnit, title: "The part and its cost are counted in different units",
			what: "A part is sold by one unit, and the cost that it names is the cost of another one.",
			why:  "The price of an hour would be computed from the cost of a day.",
			mend: "Name the cost of the same unit, or add one to the cost book.",
			lang: "yaml",
			bad:  `{sku: MIG-ENGINE-HOUR, unit: hour, cost: azure-migrate-day}`,
			good: `{sku: MIG-ENGINE-HOUR, unit: hour, cost: azure-migrate-hour}`,
		},
		{
			code: PriceVersion, title: "The version cannot be released",
			what: "A version is written as v2.3, without needless zeros. It is higher than every version of the list that has been released.",
			why:  "A version is what was agreed with partners. Used twice, it would mean two things; lowered, an old price would look new.",
			mend: "Write the next version.",
			lang: "yaml",
			bad:  `version: v2.3      # released in March`,
			good: `version: v2.4`,
		},
		{
			code: PriceRelease, title: "A released version is not what was released",
			what: "A release is written once, and names the one before it with its SHA-256. This file is not, byte for byte, what was written, as the history or the release after it knows; or it is gone, was put in between, is dated before the one before it or after the commit that brought it, was written back in an older form, is not where its list and version belong, or belongs to no list.",
			why:  "Partners were told these prices. If they can be changed afterwards, no comparison and no invoice can be trusted.",
			mend: "Restore the file as it was. A price changes in a new version of the list.",
			lang: "json",
			bad:  `"version": "v2.3",   "price": "1.95"`,
			good: `"version": "v2.3",   "price": "1.84"`,
		},
		{
			code: PriceOrder, title: "The numbers of versions and their days disagree",
			what: "On a day holds the version that began last. This one has a higher number than another, and begins before it, or ends before it, so the lower version would replace it.",
			why:  "Whoever goes by the number and whoever goes by the day would charge different prices.",
			mend: "Let the higher version begin on the first day of the lower one, or later, and end no earlier. Where both are released, release a third that does.",
			lang: "yaml",
			bad: `
version: v2.4
effective: {from: "2026-11-01"}      # v2.3 holds from 2026-12-01`,
			good: `
version: v2.4
effective: {from: "2026-12-01"}`,
		},
		{
			code: PriceUnreleased, title: "A list holds that has never been released",
			what: "The prices of the list hold today, and no release says what they are.",
			why:  "A price that is not written down for good can change without a word, and nobody can compare an invoice with what was promised.",
			mend: "Release the list with `parley price release`, and commit the file.",
			lang: "text",
			bad:  `pricing/lists/emea-eur-gold.yaml`,
			good: `
pricing/lists/emea-eur-gold.yaml
pricing/releases/emea-eur-gold/v1.0.json`,
		},
	}
}

// computedTopics explains findings about computed prices and the guardrails of the policy.
func computedTopics() []topic {
	return []topic{
		{
			code: PriceDiffers, title: "The published price is not the computed one",
			what: "Cost, margin, adjustment and rounding give another price than the list publishes.",
			why:  "A price that nobody can recompute cannot be defended, to a partner or to finance.",
			mend: "Publish the computed price with `parley price compute --write`, or say with `override:` why it is another one. `parley price explain` shows every step.",
			lang: "yaml",
			bad:  `price: "1.90"          # its inputs give 1.84`,
			good: `price: "1.84"`,
		},
		{
			code: PriceUnderived, title: "The price follows from nothing",
			what: "The part has no cost, or the tier has no discount, so nothing says why the price is what it is.",
			why:  "When costs change, nobody is told that this price should change too.",
			mend: "Name a cost with a margin or a markup; give a tier its discount on the first; or write an override with a reason and a day.",
			lang: "yaml",
			bad:  `tiers: [{up_to: "1000", price: "0.09"}, {price: "0.08"}]`,
			good: `tiers: [{up_to: "1000", price: "0.09"}, {discount: "11%", price: "0.08"}]`,
		},
		{
			code: PriceConflict, title: "No price satisfies all bounds",
			what: "Two of margin floor, cap, floor and largest step ask for different prices, or the step is too small for the currency. The margin floor wins over the cap, the cap over the floor, the floor over the step.",
			why:  "A promise that was made about this price cannot be kept, and somebody should decide which one.",
			mend: "Change one of the two bounds.",
			lang: "yaml",
			bad:  `adjust: {cap: "1.50"}      # the margin floor asks for 1.57`,
			good: `adjust: {cap: "1.60"}`,
		},
		{
			code: PricePolicy, title: "The price policy cannot be applied",
			what: "A guardrail is not a share below 100%, a window of days or a sum with its currency; or a currency is rounded in a way that is not known or finer than its minor unit.",
			why:  "A guardrail that cannot be read would guard nothing.",
			mend: "Correct the value that the finding points at.",
			lang: "yaml",
			bad:  `guardrails: {monthly_charge_cap: "50000"}`,
			good: `guardrails: {monthly_charge_cap: "50000 EUR"}`,
		},
		{
			code: PriceDiscountCap, title: "Discounts take off more than is allowed",
			what: "Discounts multiply: 10% and 10% take off 19%. Together they are above the largest discount of the list, or above the cap of the policy.",
			why:  "Each discount was allowed by somebody; nobody allowed all of them together.",
			mend: "Give less, or ask for a change of the policy.",
			lang: "yaml",
			bad:  `discounts: {max: "35%"}      # the policy says discount_cap: "30%"`,
			good: `discounts: {max: "30%"}`,
		},
		{
			code: PriceVariability, title: "The price has moved too far within the window",
			what: "Within the window of days the price has changed more than the policy allows, from one version to a later one (net), or by all changes added up (path).",
			why:  "Many small changes make a large one that nobody has approved, and partners cannot plan.",
			mend: "Change the price less, or later.",
			lang: "yaml",
			bad:  `price: "2.12"      # 1.84 until 60 days ago; the policy allows 15% within 90 days`,
			good: `price: "2.11"`,
		},
		{
			code: PriceNotice, title: "Prices change sooner than was promised",
			what: "Between the day on which a version is released, or today where it is not, and its first day lie fewer days than the policy asks for. A first version is not judged.",
			why:  "Partners have offers and budgets that rest on the price of today.",
			mend: "Let the version begin later.",
			lang: "yaml",
			bad:  `effective: {from: "2026-12-01"}      # released on 2026-11-20; the policy says notice: 30d`,
			good: `effective: {from: "2026-12-20"}`,
		},
		{
			code: PriceMarginFloor, title: "The margin is below the floor",
			what: "After the largest discount that the list allows, less of the price is left than the policy asks for.",
			why:  "The part may be sold at a loss.",
			mend: "Raise the price, or lower the largest discount.",
			lang: "yaml",
			bad:  `{cost: azure-migrate-hour, price: "1.50"}      # leaves 22%; the floor is 25%`,
			good: `{cost: azure-migrate-hour, price: "1.84"}`,
		},
		{
			code: PriceMonthlyCap, title: "A customer would pay more than the monthly cap",
			what: "With the usage that is known, a customer pays more in some month, over all price lists together, than the policy's `monthly_charge_cap` allows. Where a change of prices brings somebody above it, that is an error, and the gate refuses the change; where usage does, or it has been so before, a warning.",
			why:  "The cap is a guardrail of ours: a bill so large should surprise nobody. It lowers no bill. What promises a customer to pay no more than a sum is the `cap` of a part in a price list.",
			mend: "Lower the change for the parts that this customer uses, agree on the charge with the customer, or ask for a change of the policy.",
			lang: "yaml",
			bad:  `price: "2.40"      # brings kestrel-row to €51,200 in September`,
			good: `price: "2.30"`,
		},
	}
}
