// Package billing says what customers pay: an invoice for what one has used, and what a change of prices does to all of them.
//
// Promise: the lines of an invoice sum exactly to its total; the charges of an impact are those of the invoices, to the last
// minor unit. Usage is read row by row and kept in 24 bytes a row, so that millions of rows are a matter of seconds.
//
// Input: usage as CSV (customer, segment, region, list, sku, month, quantity), price lists, roundings, what a unit costs us.
// Output: Invoice, Impact, findings. It opens no file, reads no clock, and decides nothing about prices.
package billing
