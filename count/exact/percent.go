package exact

import "math/big"

// Percent says for people what part of whole n is, in per cent with so many decimals, rounded half up, such as
// "58.9"; "0" with those decimals if whole is 0. It is never what decides anything. n and whole must not be negative.
func (n Number) Percent(whole Number, places int) string {
	if whole.IsZero() {
		return new(big.Rat).FloatString(places)
	}
	half := Scaled(big.NewInt(5), places+1)
	return n.Mul(Int(100)).Quo(whole).Add(half).Cut(places).view().FloatString(places)
}
