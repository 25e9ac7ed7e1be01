// Package record reads JSON that comes from outside, so that no two readers can take it to mean different things.
//
// Promise: Read accepts exactly one JSON value in UTF-8, and refuses what some readers pass over and others do not: a key that
// stands twice, or twice but for capital letters, half a character in a key, text after the value, and more depth, bytes or
// values than are allowed. A number keeps its text. A key that is asked for by its exact name is found by no other.
//
// Input: bytes and Limits. Output: Value, or the reason why there is none. It reads no file and no network.
package record
