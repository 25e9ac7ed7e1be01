package money

import (
	"math/big"
	"slices"
)

// Allocate shares out a whole number of steps by weights, so that the shares sum to it: each gets what its weight gives it,
// rounded down, and what is left goes step by step to those that have lost most by that (the method of the largest
// remainder, Hamilton's); of equals, to the first. So no share differs from the exact one by a whole step. Weights are not
// negative; where all are zero, all count the same. Without weights there are no shares. A negative total is shared out like
// a positive one.
func Allocate(total *big.Int, weights []*big.Rat) []*big.Int {
	all := new(big.Rat)
	for _, weight := range weights {
		all.Add(all, weight)
	}
	shares, rests := make([]*big.Int, len(weights)), make([]*big.Rat, len(weights))
	left := new(big.Int).Abs(total)
	whole := new(big.Rat).SetInt(left)
	for i, weight := range weights {
		exact := new(big.Rat).SetFrac64(1, int64(len(weights)))
		if all.Sign() > 0 {
			exact.Quo(weight, all)
		}
		exact.Mul(exact, whole)
		shares[i] = new(big.Int).Quo(exact.Num(), exact.Denom())
		rests[i] = exact.Sub(exact, new(big.Rat).SetInt(shares[i]))
		left.Sub(left, shares[i])
	}
	order := make([]int, len(weights))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return rests[b].Cmp(rests[a]) })
	for _, i := range order {
		if left.Sign() == 0 {
			break
		}
		shares[i].Add(shares[i], big.NewInt(1))
		left.Sub(left, big.NewInt(1))
	}
	if total.Sign() < 0 {
		for _, share := range shares {
			share.Neg(share)
		}
	}
	return shares
}

// Spread rounds some amounts to multiples of a step so that they sum to the rounded sum of them all: each is rounded down, and what
// is left goes step by step to those that have lost most by that (the method of the largest remainder); of equals, to the first. So
// none differs from the exact one by a whole step, and what is a multiple of the step stays as it is, whatever stands beside it.
func (r Rounding) Spread(amounts []*big.Rat) []*big.Rat {
	steps, rests := make([]*big.Int, len(amounts)), make([]*big.Rat, len(amounts))
	all, left := new(big.Rat), new(big.Int)
	for i, amount := range amounts {
		exact := new(big.Rat).Quo(amount, r.Step)
		steps[i] = new(big.Int).Div(exact.Num(), exact.Denom()) // towards minus infinity, for the denominator is positive
		rests[i] = exact.Sub(exact, new(big.Rat).SetInt(steps[i]))
		all.Add(all, amount)
		left.Sub(left, steps[i])
	}
	left.Add(left, r.Steps(all))
	order := make([]int, len(amounts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return rests[b].Cmp(rests[a]) })
	rounded := make([]*big.Rat, len(amounts))
	for n, i := range order {
		if int64(n) < left.Int64() {
			steps[i].Add(steps[i], big.NewInt(1))
		}
		rounded[i] = new(big.Rat).SetInt(steps[i])
		rounded[i].Mul(rounded[i], r.Step)
	}
	return rounded
}
