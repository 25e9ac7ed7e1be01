// Package endurance lets the program meet what would make a careless one hang, fall over, eat the machine or lose text.
//
// Promise: whatever files, histories and disks a repository has, a check and a build end, soon, within bounds of memory and
// with few words: with pages, or with a finding or an error that says what is wrong. Whatever Markdown somebody writes, its
// words are on the page.
//
// There are only tests here, on Linux.
package endurance
