package chart

import (
	_ "embed" // of ECharts
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/dop251/goja"
)

// ECharts 6.1.0 by the Apache Software Foundation, with its licence and notice beside it.
//
//go:embed echarts/echarts.min.js
var echartsText string

//go:embed complete.js
var completeText string

//go:embed draw.js
var drawText string

//go:embed touch.js
var touchText string

// Library is the script with which a browser draws the chart that Told tells of, once a reader asks for more than the picture:
// ECharts, and touch(), which shows the chart.
func Library() []byte { return []byte(echartsText + "\n" + completeText + touchText) }

// programs are compiled once; engines share them.
var programs = sync.OnceValues(func() (all [3]*goja.Program, err error) {
	for i, script := range []struct{ name, text string }{{"echarts.min.js", echartsText}, {"complete.js", completeText}, {"draw.js", drawText}} {
		if all[i], err = goja.Compile(script.name, script.text, true); err != nil {
			return all, err
		}
	}
	return all, nil
})

// longest is how long one drawing may take: a bound for what never ends, many times what any chart needs.
const longest = time.Minute

// draw draws an option in an engine of its own: ECharts counts what it draws, and a second drawing would have other numbers.
func draw(option []byte) (svg string, err error) {
	compiled, err := programs()
	if err != nil {
		return "", err
	}
	engine := goja.New()
	timer := time.AfterFunc(longest, func() { engine.Interrupt("a chart takes too long") })
	defer timer.Stop()
	nothing := func(goja.FunctionCall) goja.Value { return goja.Undefined() }
	if err := errors.Join(engine.Set("setTimeout", nothing), engine.Set("clearTimeout", nothing),
		engine.Set("console", map[string]any{"log": nothing, "warn": nothing, "error": nothing})); err != nil {
		return "", err
	}
	for _, program := range compiled[:2] {
		if _, err := engine.RunProgram(program); err != nil {
			return "", fmt.Errorf("ECharts does not start: %w", err)
		}
	}
	made, err := engine.RunProgram(compiled[2])
	if err != nil {
		return "", err
	}
	call, ok := goja.AssertFunction(made)
	if !ok {
		return "", errors.New("draw.js is no function")
	}
	drawn, err := call(goja.Undefined(), engine.ToValue(string(option)))
	if err != nil {
		return "", fmt.Errorf("a chart cannot be drawn: %w", err)
	}
	return drawn.String(), nil
}
