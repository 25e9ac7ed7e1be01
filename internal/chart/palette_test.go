package chart

import (
	"fmt"
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"testing"

	"parley/themes"
)

// token is a colour of the theme by day and by night.
func token(t *testing.T, name string) (both [2][3]float64) {
	t.Helper()
	var style []byte
	for _, file := range []string{"assets/style.css", "assets/plot.css"} {
		text, err := fs.ReadFile(themes.Default(), file)
		if err != nil {
			t.Fatal(err)
		}
		style = append(style, text...)
	}
	found := regexp.MustCompile(`--` + name + `: light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\)`).FindSubmatch(style)
	if found == nil {
		t.Fatalf("the theme has no colour --%s", name)
	}
	for i := range both {
		number, err := strconv.ParseUint(string(found[i+1]), 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		both[i] = [3]float64{linear(number >> 16), linear(number >> 8 & 255), linear(number & 255)}
	}
	return both
}

// linear is the light of a part of a colour, by the formula of sRGB.
func linear(part uint64) float64 {
	value := float64(part) / 255
	if value <= 0.04045 {
		return value / 12.92
	}
	return math.Pow((value+0.055)/1.055, 2.4)
}

// contrast is that of WCAG 2.2.
func contrast(a, b [3]float64) float64 {
	luminance := func(c [3]float64) float64 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// sights are how colours are seen: as most people do, and without one kind of cones, by the matrices of Machado, Oliveira and
// Fernandes (2009) for the full severity.
var sights = map[string][3][3]float64{
	"all colours":  {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// distance is that of CIE 1976 between two colours as they are seen: what is less than about 2 nobody tells apart.
func distance(a, b [3]float64, sight [3][3]float64) float64 {
	seen := func(c [3]float64) (lab [3]float64) {
		for i, row := range sight {
			lab[i] = min(max(row[0]*c[0]+row[1]*c[1]+row[2]*c[2], 0), 1)
		}
		x := 0.4124564*lab[0] + 0.3575761*lab[1] + 0.1804375*lab[2]
		y := 0.2126729*lab[0] + 0.7151522*lab[1] + 0.0721750*lab[2]
		z := 0.0193339*lab[0] + 0.1191920*lab[1] + 0.9503041*lab[2]
		curve := func(v float64) float64 {
			if v > 0.008856 {
				return math.Cbrt(v)
			}
			return 7.787*v + 16.0/116
		}
		return [3]float64{116*curve(y) - 16, 500 * (curve(x/0.95047) - curve(y)), 200 * (curve(y) - curve(z/1.08883))}
	}
	p, q := seen(a), seen(b)
	return math.Sqrt((p[0]-q[0])*(p[0]-q[0]) + (p[1]-q[1])*(p[1]-q[1]) + (p[2]-q[2])*(p[2]-q[2]))
}

func TestColoursCanBeSeenAndToldApart(t *testing.T) {
	paper := token(t, "paper")
	for day, scheme := range []string{"light", "dark"} {
		for i := 1; i <= Colours; i++ {
			name := fmt.Sprintf("plot-%d", i)
			colour := token(t, name)[day]
			if got := contrast(colour, paper[day]); got < 3 {
				t.Errorf("%s: --%s has a contrast of %.2f to the paper, which is less than 3", scheme, name, got)
			}
			for j := 1; j < i; j++ {
				other := token(t, fmt.Sprintf("plot-%d", j))[day]
				for sight, matrix := range sights {
					if got := distance(colour, other, matrix); got < 20 {
						t.Errorf("%s, %s: --%s and --plot-%d are %.1f apart, which is less than 20", scheme, sight, name, j, got)
					}
				}
			}
		}
		for i := 2; i <= Heats; i++ {
			lower, higher := token(t, fmt.Sprintf("heat-%d", i-1))[day], token(t, fmt.Sprintf("heat-%d", i))[day]
			for sight, matrix := range sights {
				if got := distance(lower, higher, matrix); got < 8 {
					t.Errorf("%s, %s: steps %d and %d of heat maps are %.1f apart, which is less than 8", scheme, sight, i-1, i, got)
				}
			}
		}
		for _, name := range []string{"green", "red", "soft"} {
			if got := contrast(token(t, name)[day], paper[day]); got < 3 {
				t.Errorf("%s: --%s has a contrast of %.2f to the paper, which is less than 3", scheme, name, got)
			}
		}
	}
}
