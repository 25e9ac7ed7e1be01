package main

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// knowsMemory says whether peaks and the size of memory are known on this system.
const knowsMemory = true

// peak is the most memory that an ended process has held at once, in bytes. The system starts counting when the process
// still is a copy of this one, so that nothing is measured below what this one holds: the corpora are made in processes
// of their own.
func peak(state *os.ProcessState) int64 {
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		return int64(usage.Maxrss) << 10
	}
	return 0
}

// settle lets the system write to disk what is waiting, so that nobody is measured while another's files are written.
func settle() { syscall.Sync() }

// memory is the size of the machine's memory in bytes.
func memory() int64 {
	text, _ := os.ReadFile("/proc/meminfo")
	_, rest, _ := strings.Cut(string(text), "MemTotal:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kilobytes, _ := strconv.ParseInt(fields[0], 10, 64)
	return kilobytes << 10
}

// load is how many processes have wanted a core at once in the last minute.
func load() string {
	text, _ := os.ReadFile("/proc/loadavg")
	first, _, _ := strings.Cut(string(text), " ")
	return first
}
