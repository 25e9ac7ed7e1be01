package check_test

// awaiting names the goldens that say what is right where the product does not do it yet, each with the reason.
// A row is deleted with the fault.
var awaiting = map[string]string{}
