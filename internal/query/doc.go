// Package query asks questions of tables of facts in SQL.
//
// Promise: the same tables and the same question give the same answer, on every machine and at every time. A question is one
// SELECT that may not change anything, ask the clock or chance, read a file, or run for ever: what it may call is a list of
// functions, and whatever is not on it is refused. It deals in text and whole numbers only: a fraction in a question, or in an
// answer, is refused, so that no float ever touches money. How many rows it may answer with, and how long it may take, is
// limited; a question that goes beyond has no answer, never half of one.
//
// Input: tables, questions, the day of the report as :as_of. Output: rows of text and whole numbers. It is the sole owner of
// SQLite, which runs in memory and touches no disk.
package query
