package chart

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func values(numbers ...string) []Value {
	var all []Value
	for _, number := range numbers {
		all = append(all, Value{number, number})
	}
	return all
}

func scaled(c Chart) Chart {
	c.Ticks = nil
	for _, number := range c.Scale() {
		text := strings.TrimSuffix(strings.TrimRight(number.FloatString(3), "0"), ".")
		c.Ticks = append(c.Ticks, Value{text, text})
	}
	return c
}

// samples are a chart of each kind.
func samples(dir string) []Chart {
	categories := []string{"Q1 2026", "Q2 2026", "Q3 2026", "Q4 2026"}
	if dir == "rtl" {
		categories = []string{"الربع 1، 2026", "الربع 2، 2026", "الربع 3، 2026", "الربع 4، 2026"}
	}
	var all []Chart
	for _, kind := range Kinds {
		c := Chart{Kind: kind, Dir: dir, Heading: "Quarter", Categories: categories, Series: []Series{
			{Name: "Europe", Values: values("31", "", "120.5", "93")}, {Name: "Asia", Values: values("10", "20", "15", "242/3")}}}
		switch kind {
		case Stacked:
			c.Running = true
		case Line, Bar, Radar:
			c.Running = kind != Radar
			c.Series = append(c.Series, Series{Name: "Target", Values: values("90", "90", "95", "95"), Goal: true})
		case Timeline:
			c.Series = []Series{{Name: "From", Values: values("0", "3", "5", "8")}, {Name: "To", Values: values("4", "7", "6", "20")}}
		case Sankey:
			c.Categories, c.Series = nil, nil
			c.Flows = []Flow{{"Europe", "Reseller", Value{"3", "3"}}, {"Asia", "Reseller", Value{"5", "5"}}, {"Europe", "Integrator", Value{"9", "9"}}}
		}
		all = append(all, scaled(c))
	}
	return all
}

func svg(t *testing.T, c Chart) string {
	t.Helper()
	drawn, err := (&Kept{}).SVG(c, "title")
	if err != nil {
		t.Fatalf("%s: %v", c.Kind, err)
	}
	return string(drawn)
}

// PARLEY_LOOK names a folder into which the samples are written, for whoever wants to look at them.
func TestTheSameChartHasTheSameBytesOnAnyNumberOfCores(t *testing.T) {
	for _, dir := range []string{"ltr", "rtl"} {
		charts := samples(dir)
		alone := make([]string, len(charts))
		for i, c := range charts {
			alone[i] = svg(t, c)
			if folder := os.Getenv("PARLEY_LOOK"); folder != "" {
				_ = os.WriteFile(filepath.Join(folder, string(c.Kind)+"-"+dir+".svg"), []byte(alone[i]), 0o644)
			}
		}
		before := runtime.GOMAXPROCS(8)
		together := make([]string, len(charts))
		var group sync.WaitGroup
		for i, c := range charts {
			group.Go(func() { together[i] = svg(t, c) })
		}
		group.Wait()
		runtime.GOMAXPROCS(before)
		if diff := cmp.Diff(alone, together); diff != "" {
			t.Errorf("%s: drawn together, charts differ:\n%s", dir, diff)
		}
	}
}

// hostile are texts that would be more than texts if anything took them for that.
var hostile = []string{`</script><script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `"><a href="javascript:alert(1)">`, `{a|{b}} {c}`, `]]></style>`, "\u202e&lt;", "${1}`", `{value}`}

func TestNothingThatPeopleWriteIsMoreThanText(t *testing.T) {
	for _, c := range samples("ltr") {
		for i := range c.Categories {
			c.Categories = slices.Clone(c.Categories)
			c.Categories[i] = hostile[i%len(hostile)]
		}
		c.Series, c.Flows, c.Ticks = slices.Clone(c.Series), slices.Clone(c.Flows), slices.Clone(c.Ticks)
		for i := range c.Series {
			c.Series[i].Name = hostile[(i+4)%len(hostile)]
		}
		for i := range c.Flows {
			c.Flows[i].From, c.Flows[i].To = hostile[i], hostile[i+4]
		}
		for i := range c.Ticks {
			c.Ticks[i].Text = hostile[i%len(hostile)]
		}
		drawn, err := (&Kept{}).SVG(c, hostile[0])
		if err != nil {
			t.Errorf("%s: %v", c.Kind, err)
			continue
		}
		checkAllowed(t, c.Kind, drawn)
		if !bytes.Contains(drawn, []byte("&lt;/script&gt;")) {
			t.Errorf("%s: what people wrote is not there as text: %s", c.Kind, drawn)
		}
	}
}

// checkAllowed reads a picture and reports what no picture may have.
func checkAllowed(t *testing.T, kind Kind, drawn []byte) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(drawn))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", kind, err)
			return
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if name := start.Name.Local; shapes[name] == nil && name != "svg" && name != "title" {
			t.Errorf("%s has an element %s", kind, name)
		}
		for _, a := range start.Attr {
			if name := a.Name.Local; name == "style" || name == "id" || strings.HasPrefix(name, "on") || strings.Contains(name, "href") || name == "clip-path" {
				t.Errorf("%s has an attribute %s=%q", kind, name, a.Value)
			}
		}
	}
}

func TestCleanLeavesOutWhatIsNotAllowed(t *testing.T) {
	got, err := clean(`<svg><style>x{}</style><script>1</script><a href="x"><path d="M0 0" fill="#010001"/></a><path id="i" onload="x()" style="fill:red" d="url(javascript:1)" fill="#010002"/>`+
		`<text style="font-size:28px" fill="#020001">a &lt;b&gt; 1</text><rect x="1.23456" width="5" fill="none"/><g clip-path="url(#x)"><path d="M1 1" fill="none" stroke="#020002"/></g></svg>`, false)
	want := `<path class="fill-2"/><text class="large fill-ink">a &lt;b&gt; 1</text><g><path d="M1 1" fill="none" class="edge-grid"/></g>`
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v", got, err)
	}
	if _, err := clean(`<svg><path d="M0 0" fill="#5070dd"/></svg>`, false); err == nil || !strings.Contains(err.Error(), "#5070dd") {
		t.Errorf("a colour without a class gives %v", err)
	}
}

var bar = regexp.MustCompile(`<path d="M([0-9.]+) [0-9.]+l[0-9.]+ 0l0 -?([0-9.]+)[^"]*" class="fill-1`)

// heights finds where the bars of the first series begin, and how high they are.
func heights(t *testing.T, drawn string) (from, high []float64) {
	t.Helper()
	for _, found := range bar.FindAllStringSubmatch(drawn, -1) {
		x, _ := strconv.ParseFloat(found[1], 64)
		y, _ := strconv.ParseFloat(found[2], 64)
		from, high = append(from, x), append(high, y)
	}
	return from, high
}

func TestBarsAreAsHighAsTheirValues(t *testing.T) {
	c := scaled(Chart{Kind: Bar, Dir: "ltr", Categories: []string{"a", "b", "c"}, Series: []Series{{Name: "s", Values: values("50", "100", "75/2")}}})
	from, high := heights(t, svg(t, c))
	if len(high) != 3 || high[1] < 50 {
		t.Fatalf("bars are %v high", high)
	}
	for i, want := range []float64{0.5, 1, 0.375} {
		if got := high[i] / high[1]; got < want-0.01 || got > want+0.01 {
			t.Errorf("bar %d is %.3f of the highest, not %.3f", i, got, want)
		}
	}
	c.Dir = "rtl"
	mirrored, _ := heights(t, svg(t, c))
	if from[0] > from[2] || len(mirrored) != 3 || mirrored[0] < mirrored[2] {
		t.Errorf("the first bar lies at %v and, from right to left, at %v", from, mirrored)
	}
}

func TestAStepOfAWaterfallMayCrossNothing(t *testing.T) {
	drawn := svg(t, scaled(Chart{Kind: Waterfall, Dir: "ltr", Categories: []string{"a", "b"}, Series: []Series{{Name: "s", Values: values("-20", "30")}}}))
	if !strings.Contains(drawn, "fill-fall") || !strings.Contains(drawn, "fill-rise") {
		t.Errorf("there is a step down and a step up in %s", drawn)
	}
}

func TestScale(t *testing.T) {
	for _, test := range []struct {
		kind    Kind
		numbers string
		want    string
	}{
		{Bar, "31 120.5 93", "0 50 100 150"}, {Line, "95.9 96.8 96", "95.5 96 96.5 97"}, {Line, "10 90", "0 50 100"}, {Bar, "-3 4", "-4 -2 0 2 4"}, {Bar, "-3", "-3 -2 -1 0"},
		{Line, "7", "6 6.5 7 7.5 8"}, {Bar, "0", "0 0.5 1"}, {Stacked, "60 60", "0 20 40 60"}, {Bar, "0.03", "0 0.01 0.02 0.03"}, {Bar, "", ""},
		{Heatmap, "10 90", "0 20 40 60 80 100"}, {Heatmap, "61 98", "60 70 80 90 100"}, {Heatmap, "47 100", "0 20 40 60 80 100"}, {Heatmap, "52 100", "50 60 70 80 90 100"}, {Heatmap, "-1 1", "-1 -0.5 0 0.5 1"}, {Heatmap, "5", "4 4.5 5 5.5 6"},
	} {
		var got []string
		c := Chart{Kind: test.kind, Series: []Series{{}}}
		for _, number := range strings.Fields(test.numbers) {
			c.Series[0].Values = append(c.Series[0].Values, Value{number, number})
			c.Categories = append(c.Categories, number)
		}
		for _, tick := range scaled(c).Ticks {
			got = append(got, tick.Text)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s of %q has the scale %v, not %s", test.kind, test.numbers, got, test.want)
		}
	}
	for numbers, want := range map[string]int{"0": 2, "2 3": 4, "100 900": 3} {
		c := Chart{Kind: Bar, Whole: true, Categories: strings.Fields(numbers), Series: []Series{{Values: values(strings.Fields(numbers)...)}}}
		if scale := c.Scale(); len(scale) != want || !scale[1].IsInt() {
			t.Errorf("things of which there are %s have the scale %v", numbers, scale)
		}
	}
	stacked := Chart{Kind: Stacked, Categories: []string{"a"}, Series: []Series{{Values: values("60")}, {Values: values("60")}}}
	if scale := stacked.Scale(); scale[len(scale)-1].Cmp(big.NewRat(120, 1)) < 0 {
		t.Errorf("a scale that ends at %v does not hold 60 and 60, added up", scale[len(scale)-1])
	}
}

// TestNoSignOfAScaleIsLost: a reader whose font is as wide as DejaVu Sans sees the first digit of "100%" too, or takes 130% for 30%.
func TestNoSignOfAScaleIsLost(t *testing.T) {
	c := Chart{Kind: Line, Dir: "ltr", Categories: []string{"a", "b"}, Series: []Series{{Name: "s", Values: values("60", "130")}}, Ticks: []Value{{"60", "60%"}, {"130", "130%"}}}
	found := regexp.MustCompile(`<text[^>]* x="([0-9.]+)"[^>]*>130%</text>|<text[^>]*translate\(([0-9.]+) [^>]*>130%</text>`).FindStringSubmatch(svg(t, c))
	if found == nil {
		t.Fatal("nothing says 130%")
	}
	end, err := strconv.ParseFloat(found[1]+found[2], 64)
	if wide := 12 * (3*0.636 + 0.95); err != nil || end < wide {
		t.Errorf("130%% ends at %v, and is %.1f wide: %v", found[1:], wide, err)
	}
}

// TestWhatIsRunningLooksUnfinished: the quarter that is not over has a mark of its own where the kind has one, and is left out elsewhere.
func TestWhatIsRunningLooksUnfinished(t *testing.T) {
	for _, kind := range Kinds {
		c := Chart{Kind: kind, Dir: "ltr", Running: true, Categories: []string{"a", "b", "c"}, Labels: []string{"A", "B", "C"}, Series: []Series{
			{Name: "s", Values: values("50", "60", "75")}, {Name: "t", Values: values("60", "60", "60"), Goal: kind == Line || kind == Bar}}}
		settled := scaled(c.Settled())
		marked := kind == Line || kind == Bar || kind == Stacked
		if got := len(settled.Categories) == 3 && len(settled.labels()) == 3 && len(settled.Series[0].Values) == 3 && settled.Running; got != marked {
			t.Errorf("%s: what is running stays in %+v: %v, not %v", kind, settled, got, marked)
		}
		if !marked {
			continue
		}
		running, over := svg(t, settled), settled
		over.Running = false
		hollow := regexp.MustCompile(`class="fill-paper edge-1"|class="edge-1 fill-paper"`)
		if got, without := len(hollow.FindAllString(running, -1)), len(hollow.FindAllString(svg(t, over), -1)); got != 1 || without != 0 {
			t.Errorf("%s: %d hollow marks, and %d where all is over", kind, got, without)
		}
	}
	gap := Chart{Kind: Line, Dir: "ltr", Running: true, Categories: []string{"a", "b"}, Series: []Series{{Name: "s", Values: values("50", "")}}}
	if drawn := svg(t, scaled(gap)); strings.Contains(drawn, "fill-paper edge-1") {
		t.Error("a quarter without a value has a mark")
	}
}

func TestTheTableSaysWhatTheChartSays(t *testing.T) {
	c := samples("ltr")[0]
	head, rows := c.Table()
	if want := []string{"Quarter", "Europe", "Asia", "Target"}; !slices.Equal(head, want) {
		t.Errorf("the head is %q", head)
	}
	if want := []string{"Q2 2026", "", "20", "90"}; len(rows) != 4 || !slices.Equal(rows[1], want) {
		t.Errorf("the rows are %q", rows)
	}
}

func TestWhatIsKeptIsWhatWouldBeDrawn(t *testing.T) {
	c := samples("ltr")[1]
	first := &Kept{}
	want, err := first.SVG(c, "t")
	if err != nil {
		t.Fatal(err)
	}
	_, used, drawn := first.Known()
	if drawn != 1 || len(used) != 1 {
		t.Fatalf("%d were drawn, %d are known", drawn, len(used))
	}
	check := func(name string, known map[string]Drawn, times int) {
		t.Helper()
		again := Keep(func() map[string]Drawn { return known })
		got, err := again.SVG(c, "t")
		if _, _, drawn := again.Known(); err != nil || !bytes.Equal(got, want) || drawn != times {
			t.Errorf("%s: %d drawn, %v, the same is %t", name, drawn, err, bytes.Equal(got, want))
		}
	}
	check("warm", used, 0)
	for key, one := range used {
		one.Shapes = append(bytes.Clone(one.Shapes), "<script/>"...)
		check("damaged", map[string]Drawn{key: one}, 1)
	}
	other := &Kept{}
	if _, err := other.SVG(samples("ltr")[0], "t"); err != nil {
		t.Fatal(err)
	}
	_, foreign, _ := other.Known()
	for key := range used {
		for _, one := range foreign {
			check("of another chart", map[string]Drawn{key: one}, 1)
		}
	}
}

func TestAChartThatIsNoneIsAnError(t *testing.T) {
	if _, err := (&Kept{}).SVG(Chart{Kind: "pie"}, ""); err == nil {
		t.Error("there is no pie")
	}
	for _, kind := range Kinds { // and one without anything in it is none
		if _, err := (&Kept{}).SVG(Chart{Kind: kind, Dir: "ltr"}, ""); err != nil {
			t.Errorf("an empty %s: %v", kind, err)
		}
		gaps := scaled(Chart{Kind: kind, Dir: "ltr", Categories: []string{"a", "b"}, Series: []Series{{Values: values("1", "")}, {Values: values("", "2")}}})
		if _, err := (&Kept{}).SVG(gaps, ""); err != nil {
			t.Errorf("a %s of gaps: %v", kind, err)
		}
	}
}

// sixty are charts that differ.
func sixty() []Chart {
	var all []Chart
	for i := range 60 {
		c := samples("ltr")[i%len(Kinds)]
		if c.Kind == Sankey {
			c.Flows = append(c.Flows, Flow{"Europe", fmt.Sprint(i), Value{"2", "2"}})
		} else {
			c.Categories = append([]string{fmt.Sprint(i)}, c.Categories...)
			c.Series[0].Values = append(c.Series[0].Values, values(fmt.Sprint(i))...)
		}
		all = append(all, c)
	}
	return all
}

// BenchmarkSixty draws sixty charts that differ on all cores, cold, and again from what is kept.
func BenchmarkSixty(b *testing.B) {
	all := sixty()
	run := func(b *testing.B, kept *Kept) {
		var next sync.WaitGroup
		work := make(chan Chart, len(all))
		for _, c := range all {
			work <- c
		}
		close(work)
		for range runtime.GOMAXPROCS(0) {
			next.Go(func() {
				for c := range work {
					if _, err := kept.SVG(c, "t"); err != nil {
						b.Error(err)
					}
				}
			})
		}
		next.Wait()
	}
	warm := &Kept{}
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			warm = &Kept{}
			run(b, warm)
		}
	})
	_, known, _ := warm.Known()
	b.Run("warm", func(b *testing.B) {
		for b.Loop() {
			kept := Keep(func() map[string]Drawn { return known })
			if run(b, kept); len(known) != len(all) {
				b.Fatalf("%d charts are known", len(known))
			}
		}
	})
}

// TestWhatABrowserIsToldIsWhatTheTableSays also holds the library to a weight that somebody on a phone can wait for.
func TestWhatABrowserIsToldIsWhatTheTableSays(t *testing.T) {
	for _, c := range samples("rtl") {
		c.Heading = "</script><b>"
		data, err := c.Told()
		if err != nil {
			t.Fatal(err)
		}
		if bytes.ContainsAny(data, "<>&") {
			t.Errorf("%s: what a browser is told has signs of HTML: %s", c.Kind, data)
		}
		var told struct {
			Chart struct{ Kind Kind }
			Head  []string
			Rows  [][]string
		}
		if err := json.Unmarshal(data, &told); err != nil {
			t.Fatal(err)
		}
		head, rows := c.Table()
		if told.Chart.Kind != c.Kind || !slices.Equal(told.Head, head) || !slices.EqualFunc(told.Rows, rows, slices.Equal) {
			t.Errorf("%s: a browser is told %v and %v, the table says %v and %v", c.Kind, told.Head, told.Rows, head, rows)
		}
	}
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	if _, err := writer.Write(Library()); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil || packed.Len() > 260_000 {
		t.Errorf("the library weighs %d bytes as gzip sends them, more than 260,000 (%v)", packed.Len(), err)
	}
}
