package zh

import (
	"math"
	"math/big"
)

// A decimal is mant × 10^exp, exactly: what any numeral but a fraction says. It
// costs no allocation, so that a text is scanned with it and a big.Rat is made
// for what is found only.
type decimal struct {
	mant int64
	exp  int
}

// shift returns d × 10^n.
func (d decimal) shift(n int) decimal { return decimal{d.mant, d.exp + n} }

// plus adds e; ok is false when the sum does not fit.
func (d decimal) plus(e decimal) (sum decimal, ok bool) {
	if d.exp < e.exp {
		d, e = e, d
	}
	for ; d.exp > e.exp; d.exp-- {
		if d.mant > math.MaxInt64/10 {
			return decimal{}, false
		}
		d.mant *= 10
	}
	if d.mant > math.MaxInt64-e.mant {
		return decimal{}, false
	}
	return decimal{d.mant + e.mant, d.exp}, true
}

// int64 returns d when it is whole and fits.
func (d decimal) int64() (int64, bool) {
	for ; d.exp < 0; d.exp++ {
		if d.mant%10 != 0 {
			return 0, false
		}
		d.mant /= 10
	}
	for ; d.exp > 0 && d.mant != 0; d.exp-- {
		if d.mant > math.MaxInt64/10 {
			return 0, false
		}
		d.mant *= 10
	}
	return d.mant, true
}

// rat returns d as a fraction. Decimals have at most 17 places, so that only numbers
// beyond an int64 need a big power.
func (d decimal) rat() *big.Rat {
	if n, ok := d.int64(); ok {
		return new(big.Rat).SetInt64(n)
	}
	if d.exp < 0 {
		return big.NewRat(d.mant, pow10(-d.exp))
	}
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(d.exp)), nil)
	return new(big.Rat).SetInt(power.Mul(power, big.NewInt(d.mant)))
}

// less reports whether d < e for numbers of everyday size; both are shown as
// float64, whose error does not matter between the ends of a range.
func (d decimal) less(e decimal) bool {
	return float64(d.mant)*math.Pow10(d.exp) < float64(e.mant)*math.Pow10(e.exp)
}
