// Package signature judges SSH signatures over bytes, as ssh-keygen -Y sign makes them.
//
// Promise: a signature that Verify accepts, ssh-keygen -Y verify accepts as well; beyond that, weak keys, keys of unknown
// types, certificates, signatures that nobody was present for, and anything around or within a signature that does not belong
// there are refused. Which key signed is the answer; whose key it is, and when it was valid, others know.
//
// Input: bytes, an armoured signature, a namespace; lines of authorized_keys. Output: Key.
//
// It is the sole owner of the SSH libraries. It reads no file, runs no program, and holds no private key.
package signature
