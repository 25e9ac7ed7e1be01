// Package browser looks at portals and previews in a real browser.
//
// Promise: of every template, in every language, no page asks anybody else for anything, breaks its policy, complains in the
// console, is too wide or too heavy, or cannot be used with a keyboard, without JavaScript or by those who do not see it; and
// nothing that people write runs in a reader's browser, wherever in the repository it stands.
//
// There are only tests here. They need Chromium; on a machine without one they are skipped, and say so loudly.
package browser
