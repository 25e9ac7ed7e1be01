// Package release makes and reads what is rolled out: one version of a price list, written once and never changed.
//
// Promise: a payload that is read is, byte for byte, one that Encode would write, so nobody has edited it; a version is never
// used twice, and never lower than one that is released; a payload holds no cost, no margin and no floor.
//
// Input: a price list, the payloads of its earlier versions, digests of what the prices were computed from. Output: Payload,
// its bytes, findings. It writes no file (pricing/releases/LIST/VERSION.json is where the caller puts the bytes) and reads no
// clock.
package release
