// Package money holds exact amounts and the currencies of ISO 4217 with their minor units.
//
// Promise: an amount is read exactly as written or refused; nothing is rounded on the way in.
//
// Input: text such as "1.84" and currency codes. Output: apd decimals, or the reason why the text is none,
// with the text that was probably meant. It never touches a float.
package money
