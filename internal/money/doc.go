// Package money holds exact amounts, ratios and the currencies of ISO 4217 with their minor units.
//
// Promise: an amount is read exactly as written or refused; nothing is rounded on the way in. What is computed from amounts
// is a rational number (math/big.Rat) until somebody rounds it, in a way that has a name. What is shared out is shared out
// whole: the parts sum to what there was.
//
// Input: text such as "1.84", "35%" or "500 EUR", and currency codes. Output: apd decimals or rational numbers, or the
// reason why the text is none, with the text that was probably meant. It never touches a float.
package money
