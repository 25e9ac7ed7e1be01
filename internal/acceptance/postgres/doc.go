// Package postgres is a PostgreSQL server of a test's own, on a socket in a temporary folder.
//
// Promise: Start makes a new server with an empty database and a password, as an ordinary user also where root runs the tests, which
// PostgreSQL refuses to serve; the server ends with its test. Where PostgreSQL is not installed, the test is skipped and says so; on a
// build server it fails.
//
// Only tests import it.
package postgres
