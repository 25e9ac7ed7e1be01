// Package site decides which pages exist and what each of them says.
//
// Promise: Plan looks at titles, addresses and relations only, so it is cheap enough to be made anew after every
// edit; Page(i) then says everything about one page, in one language, and nothing that the audience may not see.
// A figure about one partner is on pages for internal readers and for that partner, and nowhere else.
// The address of a document is a function of its path and language alone. An Excerpt makes the same pages, after words of
// bodies have changed, from what an earlier plan has said around these.
//
// Input: a workspace that has been filtered for an audience, what is known of its price lists, filtered alike, interface
// strings, the revision's history, a day.
// Output: Site, Page and the data of price pages, plain values. A Page is exactly what a template shows: a template sees nothing else.
//
// It writes no HTML and touches no file, clock or network.
package site
