// Package performance says what translation services did: how much, how fast, at what cost, and how near to what people made of
// it in the end.
//
// Promise: no figure stands alone: each says of how many requests or texts it is, and what is estimated from texts has an
// interval. What is not known is left out and counted, never taken for nothing. The same table and texts give the same figures.
//
// Input: the table of usage that a repository keeps, records of requests, pairs of texts. Output: the table with what is new, and
// plain figures. It opens no file and knows neither clock nor chance.
package performance
