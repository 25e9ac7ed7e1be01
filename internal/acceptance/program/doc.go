// Package program is Parley as a process of its own, for tests that look at it from outside as people do.
//
// Promise: Main builds the program once for all tests of a package, from the sources that are there; Command and Serve run
// it away from the settings and the cache of whoever runs the tests. What has been started ends with its test.
//
// Only tests import it.
package program
