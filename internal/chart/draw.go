package chart

import (
	_ "embed" // of ECharts
	"errors"
	"fmt"
	"runtime"
	"strings"
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

//go:embed start.js
var startText string

//go:embed draw.js
var drawText string

//go:embed touch.js
var touchText string

// Library is the script with which a browser draws the chart that Told tells of, once a reader asks for more than the picture:
// ECharts, and touch(), which shows the chart.
func Library() []byte { return []byte(mended() + "\n" + completeText + touchText) }

// widths is where ECharts makes the table in which it looks texts up, and how it should: a text "constructor" is found in any object that
// is not bare. Its width was none, and the table was in disorder for every chart thereafter.
var widths = [2]string{"this._maxSize=10,this._map={}", "this._maxSize=10,this._map=Object.create(null)"}

// mended is ECharts with a table that is bare.
func mended() string { return strings.Replace(echartsText, widths[0], widths[1], 1) }

// programs are compiled once; engines share them. The last is the function that draws.
var programs = sync.OnceValues(func() (compiled []*goja.Program, err error) {
	for _, source := range [][2]string{{"echarts.min.js", mended()}, {"complete.js", completeText}, {"start.js", startText}, {"draw.js", drawText}} {
		program, err := goja.Compile(source[0], source[1], true)
		if err != nil {
			return nil, err
		}
		compiled = append(compiled, program)
	}
	return compiled, nil
})

// engine is ECharts in a world of its own, without clock and chance. One goroutine at a time may use it. What ECharts keeps between two
// charts, counters and widths of texts, does not show in what it draws.
type engine struct {
	world *goja.Runtime
	call  goja.Callable
	drawn int
}

// idle are engines that wait for their next chart, as many as there are cores: to start one takes longer than to draw.
var idle = make(chan *engine, runtime.NumCPU())

// most is how many charts an engine draws before a new one takes its place: a bound for whatever might pile up in it.
const most = 500

// longest is how long one drawing may take: a bound for what never ends, many times what any chart needs.
const longest = time.Minute

// draw draws an option in an engine that is idle, or in a new one. An engine in which anything goes wrong draws no other.
func draw(option []byte) (svg string, err error) {
	var e *engine
	select {
	case e = <-idle:
	default:
		if e, err = start(); err != nil {
			return "", err
		}
	}
	if svg, err = e.draw(option); err != nil || e.drawn >= most {
		return svg, err
	}
	select {
	case idle <- e:
	default:
	}
	return svg, nil
}

// start starts an engine.
func start() (*engine, error) {
	compiled, err := programs()
	if err != nil {
		return nil, err
	}
	e := &engine{world: goja.New()}
	e.world.SetRandSource(func() float64 { return 0 })
	e.world.SetTimeSource(func() time.Time { return time.Unix(0, 0).UTC() })
	nothing := func(goja.FunctionCall) goja.Value { return goja.Undefined() }
	if err := errors.Join(e.world.Set("setTimeout", nothing), e.world.Set("clearTimeout", nothing),
		e.world.Set("console", map[string]any{"log": nothing, "warn": nothing, "error": nothing})); err != nil {
		return nil, err
	}
	var last goja.Value
	for _, program := range compiled {
		if last, err = e.world.RunProgram(program); err != nil {
			return nil, fmt.Errorf("ECharts does not start: %w", err)
		}
	}
	var ok bool
	if e.call, ok = goja.AssertFunction(last); !ok {
		return nil, errors.New("draw.js is no function")
	}
	return e, nil
}

// draw draws an option.
func (e *engine) draw(option []byte) (string, error) {
	timer := time.AfterFunc(longest, func() { e.world.Interrupt("a chart takes too long") })
	drawn, err := e.call(goja.Undefined(), e.world.ToValue(string(option)))
	if e.drawn++; !timer.Stop() { // the next chart would be interrupted
		e.drawn = most
	}
	if err != nil {
		return "", fmt.Errorf("a chart cannot be drawn: %w", err)
	}
	return drawn.String(), nil
}
