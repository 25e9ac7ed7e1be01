package billing_test

import (
	"math/big"
	"testing"

	"parley/internal/billing"
	"parley/internal/money"
	"parley/internal/pricing"
)

// TestShifts adds up what each customer pays more or less: what one gains does not make up for what another loses.
func TestShifts(t *testing.T) {
	u := usage(t, "a,reseller,emea,emea-eur-gold,HOUR,2026-09,100\na,reseller,emea,emea-eur-gold,HOUR,2026-10,300\nb,reseller,emea,emea-eur-gold,DATA,2026-10,2000\nc,reseller,emea,emea-eur-gold,DATA,2026-10,500\nc,reseller,emea,other,HOUR,2026-10,5\n")
	settings := func(rate *big.Rat) billing.Settings {
		return billing.Settings{Currency: "USD", Rounding: money.RoundingOf, Rate: func(string) (*big.Rat, bool) { return rate, rate != nil }}
	}
	before, after := billing.State{Lists: []pricing.List{listOf(t)}}, billing.State{Lists: []pricing.List{listOf(t, `"1.84"`, `"1.94"`, `"0.09"`, `"0.10"`, `"0.08"`, `"0.05"`)}}
	got := u.Shifts(before, after, settings(big.NewRat(2, 1)))
	// HOUR: 400 hours by 0.10, in two months, at 2 USD. DATA: b pays 1000*0.01 - 1000*0.03 = -20, c pays 500*0.01 = 5, half of 25 a month, at 2 USD.
	for part, want := range map[billing.Part]*big.Rat{{List: "emea-eur-gold", SKU: "HOUR"}: big.NewRat(40, 1), {List: "emea-eur-gold", SKU: "DATA"}: big.NewRat(25, 1)} {
		if got[part] == nil || got[part].Cmp(want) != 0 {
			t.Errorf("%v: %v, not %v", part, got[part], want)
		}
	}
	if len(got) != 2 {
		t.Errorf("%v", got)
	}
	blind := u.Shifts(before, after, settings(nil))
	if amount, known := blind[billing.Part{List: "emea-eur-gold", SKU: "HOUR"}]; !known || amount != nil {
		t.Errorf("without a rate: %v, %v", amount, known)
	}
}
