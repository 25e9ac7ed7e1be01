package render

import (
	"fmt"
	"math"
	"strconv"
)

// ground is what an accent is read on: the theme's paper, its wash, and the paper with a little of the accent in it.
type ground struct {
	paper string
	wash  string
	share float64 // of the accent, in the theme's --accent-soft
}

var (
	lightGround = ground{"#ffffff", "#f4f6f5", 0.09}
	darkGround  = ground{"#101716", "#182120", 0.15}
)

// enough is the contrast of text by WCAG 2.2, level AA, with a little to spare for what screens do to colours.
const enough = 4.6

// accentRule is the style rule that puts a company's colour in place of the theme's accent, in shades that can be read:
// darker on light paper, lighter on dark, each as near to the company's own as contrast allows.
func accentRule(hex string) (string, error) {
	own, err := parseColour(hex)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("\n:root{--accent:light-dark(%s,%s)}\n", own.readable(lightGround, -1).hex(), own.readable(darkGround, 1).hex()), nil
}

// colour is a colour in OKLCH (Ottosson, 2020): lightness as eyes see it, so that changing it alone keeps the hue.
type colour struct{ lightness, chroma, hue float64 }

func parseColour(hex string) (colour, error) {
	n, err := strconv.ParseUint(hex[min(1, len(hex)):], 16, 32)
	if len(hex) != 7 || hex[0] != '#' || err != nil {
		return colour{}, fmt.Errorf("theme: accent: %q is not a colour; write #0b5f5f", hex)
	}
	r, g, b := linear(float64(n>>16)/255), linear(float64(n>>8&255)/255), linear(float64(n&255)/255)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	a := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	bb := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	return colour{0.2104542553*l + 0.7936177850*m - 0.0040720468*s, math.Hypot(a, bb), math.Atan2(bb, a)}, nil
}

// linear undoes the curve of sRGB, curved puts it back.
func linear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func curved(v float64) float64 {
	if v <= 0.0031308 {
		return 12.92 * v
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

// rgb returns the linear parts of a colour and whether screens can show it.
func (c colour) rgb() (parts [3]float64, shown bool) {
	a, b := c.chroma*math.Cos(c.hue), c.chroma*math.Sin(c.hue)
	l, m, s := c.lightness+0.3963377774*a+0.2158037573*b, c.lightness-0.1055613458*a-0.0638541728*b, c.lightness-0.0894841775*a-1.2914855480*b
	l, m, s = l*l*l, m*m*m, s*s*s
	parts = [3]float64{4.0767416621*l - 3.3077115913*m + 0.2309699292*s, -1.2684380046*l + 2.6097574011*m - 0.3413193965*s, -0.0041960863*l - 0.7034186147*m + 1.7076147010*s}
	shown = true
	for i := range parts {
		shown = shown && parts[i] > -1e-4 && parts[i] < 1+1e-4
		parts[i] = min(max(parts[i], 0), 1)
	}
	return parts, shown
}

func (c colour) hex() string {
	for {
		parts, shown := c.rgb()
		if shown || c.chroma < 0.001 {
			return fmt.Sprintf("#%02x%02x%02x", byteOf(parts[0]), byteOf(parts[1]), byteOf(parts[2]))
		}
		c.chroma *= 0.97 // no screen shows it so vivid: paler, of the same hue
	}
}

func byteOf(v float64) int { return int(math.Round(curved(v) * 255)) }

// readable moves a colour's lightness in a direction until it can be read on a ground.
func (c colour) readable(on ground, direction float64) colour {
	for ; c.lightness >= 0 && c.lightness <= 1; c.lightness += direction * 0.005 {
		hex := c.hex()
		if min(contrast(hex, on.paper), contrast(hex, on.wash), contrast(hex, mix(hex, on.paper, on.share))) >= enough {
			return c
		}
	}
	return c
}

// mix is what color-mix(in srgb, …) makes of two colours.
func mix(a, b string, share float64) string {
	x, _ := strconv.ParseUint(a[1:], 16, 32) // made by hex, or a constant
	y, _ := strconv.ParseUint(b[1:], 16, 32)
	var mixed uint64
	for shift := 16; shift >= 0; shift -= 8 {
		part := float64(x>>shift&255)*share + float64(y>>shift&255)*(1-share)
		mixed |= uint64(math.Round(part)) << shift
	}
	return fmt.Sprintf("#%06x", mixed)
}

// contrast is the ratio of WCAG 2.2, from 1 to 21.
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(hex string) float64 {
	n, _ := strconv.ParseUint(hex[1:], 16, 32) // made by hex, or a constant
	return 0.2126*linear(float64(n>>16)/255) + 0.7152*linear(float64(n>>8&255)/255) + 0.0722*linear(float64(n&255)/255)
}
