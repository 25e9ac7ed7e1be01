// Package workspace reads a repository as one read-only value: settings, documents, translations, files, and everything
// that each file shows to be wrong by itself.
//
// Promise: the same bytes give the same workspace and the same findings, on one core or eight, with a warm cache or
// none. A symbolic link is never followed. For(view) is the audience filter: what the view may not see is gone from
// the workspace that it returns, fields, translations and terms included.
//
// Words of bodies are not held: Text and Units of a document read them where the cache has put them.
//
// Input: the repository as an fs.FS, and a Cache. Output: Workspace.
// Rules that need two files are check's. The cache is the only thing here that touches the disk.
package workspace
