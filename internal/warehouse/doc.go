// Package warehouse asks a PostgreSQL server for the rows of tables of facts.
//
// Promise: nothing is ever changed there, and nothing is told of how to get there. Each question is the query of a cursor within one
// read-only transaction that sees the data of one moment; how long it may take, and how many rows and bytes it may answer with, is
// limited by the server and here; a question that goes beyond has no answer, never half of one. Whoever cancels cancels it on the
// server as well. Values come exactly: a number with a decimal point as it is stored, a time with its zone in UTC; floating
// point, and what has no form in a table of facts, is refused. No message of this room has the address, the password or what the
// server says of them.
//
// Input: an address, questions, the tables that they are for. Output: rows of text as exports of our own write them, or why there are
// none. It is the sole owner of pgx, opens network connections, and writes no file.
package warehouse
