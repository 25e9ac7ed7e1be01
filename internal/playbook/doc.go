// Package playbook knows what the phases and tasks of playbooks mean: which output feeds which input, what has to
// wait for what, how long it takes.
//
// Promise: every input of the lifecycle is somebody's output or comes from outside; every output is used or leaves;
// no task waits for itself, over however many others.
//
// Input: documents of kind playbook. Output: values, findings, the phases on a time scale.
// It reads no file and no clock; due dates for one partner are another room's.
package playbook
