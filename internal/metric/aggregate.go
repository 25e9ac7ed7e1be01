package metric

import (
	"math/big"
	"slices"

	"parley/internal/money"
)

// aggregate puts rows together.
func (m Measure) aggregate(rows []Row) Figure {
	switch m.Aggregate {
	case median, p90:
		return m.rank(rows)
	case lift:
		return liftOf(rows)
	}
	var figure Figure
	value, of := new(big.Int), new(big.Int)
	for _, row := range rows {
		value.Add(value, big.NewInt(row.Value))
		of.Add(of, big.NewInt(row.Of))
		figure.N += row.N
	}
	switch {
	case m.Aggregate == sum:
		figure.Value = m.unit(new(big.Rat).SetInt(value))
	case of.Sign() == 0: // of nothing there is no share
	case m.Aggregate == ratio, m.Aggregate == quotient:
		figure.Value = new(big.Rat).Mul(new(big.Rat).SetFrac(value, of), hundred)
	default:
		figure.Value = m.unit(new(big.Rat).SetFrac(value, of))
	}
	return figure
}

var hundred = big.NewRat(100, 1)

// unit turns what the query counts into the unit of the measure.
func (m Measure) unit(x *big.Rat) *big.Rat {
	per := big.NewRat(m.Per, 1)
	if decimals, known := money.MinorUnits(m.Currency); m.Unit == "currency" && known {
		per.Mul(per, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)))
	}
	return x.Quo(x, per)
}

// rank finds the median or the ninth decile.
func (m Measure) rank(rows []Row) Figure {
	var figure Figure
	var values []int64
	for _, row := range rows {
		if !row.Known {
			figure.Open++
			continue
		}
		values = append(values, row.Value)
	}
	n := len(values)
	if figure.N = int64(n); n == 0 {
		return figure
	}
	slices.Sort(values)
	at := func(i int) *big.Rat { return big.NewRat(values[i], 1) }
	switch {
	case m.Aggregate == p90:
		figure.Value = m.unit(at((9*n+9)/10 - 1))
	case n%2 == 1:
		figure.Value = m.unit(at(n / 2))
	default:
		middle := at(n/2 - 1)
		figure.Value = m.unit(middle.Add(middle, at(n/2)).Quo(middle, big.NewRat(2, 1)))
	}
	return figure
}

// liftOf compares how much the revenue of those who took part has grown with that of the others.
func liftOf(rows []Row) Figure {
	var with, without []Row
	for _, row := range rows {
		if row.Arm == "with" {
			with = append(with, row)
		} else {
			without = append(without, row)
		}
	}
	figure := Figure{N: int64(len(rows))}
	if len(with) == 0 || len(without) == 0 {
		return figure
	}
	figure.Value = new(big.Rat).Sub(growth(with, -1), growth(without, -1))
	if len(with) < 2 || len(without) < 2 {
		return figure
	}
	width := root(new(big.Rat).Add(jackknife(with), jackknife(without)))
	width.Mul(width, big.NewRat(2, 1))
	figure.Low, figure.High = new(big.Rat).Sub(figure.Value, width), new(big.Rat).Add(figure.Value, width)
	return figure
}

// growth is the sum of value by the sum of of, in percent, without one of the rows.
func growth(rows []Row, without int) *big.Rat {
	after, before := new(big.Int), new(big.Int)
	for i, row := range rows {
		if i != without {
			after.Add(after, big.NewInt(row.Value))
			before.Add(before, big.NewInt(row.Of))
		}
	}
	return new(big.Rat).Mul(new(big.Rat).SetFrac(after, before), hundred)
}

// jackknife is the variance of the growth of an arm by the delete-one jackknife (Quenouille, Tukey): (n−1)/n times the sum of the
// squared distances of the growths without one row from their mean.
func jackknife(rows []Row) *big.Rat {
	n := int64(len(rows))
	growths, middle := make([]*big.Rat, n), new(big.Rat)
	for i := range rows {
		growths[i] = rounded(growth(rows, i)) // exact fractions of many rows grow without end
		middle.Add(middle, growths[i])
	}
	middle.Quo(middle, big.NewRat(n, 1))
	variance := new(big.Rat)
	for _, one := range growths {
		distance := new(big.Rat).Sub(one, middle)
		variance.Add(variance, distance.Mul(distance, distance))
	}
	return variance.Mul(variance, big.NewRat(n-1, n))
}

// fine is the step to which what is no money is rounded between two steps: far below any digit that is shown.
var fine = money.Rounding{Step: big.NewRat(1, 1_000_000_000), Mode: money.HalfUp}

func rounded(x *big.Rat) *big.Rat { return fine.Round(x) }

// root is the square root, to nine decimals, rounded down.
func root(x *big.Rat) *big.Rat {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(18), nil)
	whole := new(big.Int).Mul(x.Num(), scale)
	whole.Sqrt(whole.Quo(whole, x.Denom()))
	return new(big.Rat).SetFrac(whole, big.NewInt(1_000_000_000))
}

// Shown writes a value of the measure for people and tables: money with the decimals of its currency, everything else with one
// decimal at most, rounded half up; empty for none.
func (m Measure) Shown(value *big.Rat) string {
	if value == nil {
		return ""
	}
	if rounding, known := money.RoundingOf(m.Currency); m.Unit == "currency" && known {
		return money.Payable(rounding.Round(value), m.Currency)
	}
	return money.Text(money.Rounding{Step: big.NewRat(1, 10), Mode: money.HalfUp}.Round(value))
}

// Exact writes a value out as it is: a decimal, or a fraction where it has none; empty for none.
func Exact(value *big.Rat) string {
	if value == nil {
		return ""
	}
	return money.Text(value)
}
