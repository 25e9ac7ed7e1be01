// Package forge gathers what a forge says about a pull request and its reviews.
//
// Promise: either everything, or the reason why it is not known; never a part. What a forge has not said in the shape that it
// documents is refused, and so are pages that are missing, are cut off, repeat something or belong to something else. Texts
// that people wrote have no weight, and are not even kept.
//
// Input: GitHub's own REST JSON of GET /pulls/N and GET /pulls/N/reviews, as bytes or through an http.RoundTripper, which also tells
// by GET /issues/N/events when the pull request was led into another branch.
// Output: approval.Pull, approval.Opinion; an *Error with the code of a reason.
//
// Of all that is on the forge it writes one comment, where it is told to, and only reads the rest. Waiting between attempts is an argument, so that it knows no clock.
package forge
