// Package engine has passages translated by services: a program on this machine, a server, a cloud.
//
// Promise: what must survive leaves as an opaque token and comes back as it was, or the passage is reported as spoilt; a
// service never gets more in one request than it takes, nor more requests, nor more characters a month than it was allowed;
// where one service fails, the next in the chain is asked. Which texts travel together depends on the texts alone, never on
// which answer came first. Keys come from the environment, go to the service they belong to, and stand in no error and no log.
//
// Input: passages (words and holes), the languages, the services and their limits, and the outside world as a value: clock,
// chance, network, programs, environment. Output: a result for each passage, in order, and a record of each request.
//
// It knows no Markdown, no PO file and no repository, and it writes nothing. It is the sole owner of the HTTP client and of the
// services' wire formats.
package engine
