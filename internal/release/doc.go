// Package release makes and reads what is rolled out: one version of a price list, written once and never changed.
//
// A payload holds everything of a list that a partner is promised: where and for whom it holds, from when until when, terms,
// discounts, and of each part how it is charged, what is included, its minimum, its cap, its tiers and prices. So a list can be
// quoted from its release alone, and compared with it. Its form has a number, which stands first in the file:
//
//	1  without discounts; no longer read
//	2  discounts: {max: "15%", standing: [{name, rate}]}; still read
//	3  released: "2026-10-29", the day on which it was
//	4  recorded: "2026-11-23" instead, of a version that was in force before the first release of its list and is written down afterwards
//
// A change of the form gets the next number, and a line here; releases of an older one are then converted, or read as they were.
// A release is never converted back, and says afterwards what it said before.
//
// The releases of a list are a chain: each names the one before it, and its SHA-256 among its inputs. So one of
// them cannot be edited, removed or put in between without one that comes later saying so. Whoever rewrites all that come later is found
// by the history alone: Original is the text to which it holds a file. The same is so of versions that are written down afterwards:
// they replace nothing that has been released.
//
// Promise: a payload that is read is, byte for byte, one that Encode would write; a chain without findings is what was
// released, as far as its last payload is; a version is never used twice, and never lower than one that is released; a payload holds no cost,
// no margin and no floor.
//
// Input: a price list, the payloads of its earlier versions, digests of what the prices were computed from, the day. Output: Payload,
// its bytes, findings. It writes no file (pricing/releases/LIST/VERSION.json is where the caller puts the bytes) and reads no
// clock.
package release
