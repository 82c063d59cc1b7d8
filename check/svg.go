package check

import (
	"fmt"
	"html"
	"strings"
	"unicode/utf8"
)

// Measures of the drawing, in its own units. It is made for a page of 900 pixels.
const (
	margin       = 16
	stationWidth = 138
	gap          = 40
	boxTop       = 44
	stationTop   = 34
	stationTall  = 74
	line         = 18
	letter       = 7.0
	lettersWide  = 17 // Of a station.
)

// style draws in the colors that a reader has chosen: dark on light, or light on dark.
const style = `<style>
.w{--ink:#1f2328;--soft:#59636e;--paper:#ffffff;--box:#f6f8fa;--rim:#d1d9e0;--card:#ffffff;--open:#1a7f37;--unknown:#9a6700;--blocked:#cf222e;font-family:-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;font-size:13px}
@media (prefers-color-scheme:dark){.w{--ink:#f0f6fc;--soft:#9198a1;--paper:#0d1117;--box:#151b23;--rim:#3d444d;--card:#0d1117;--open:#3fb950;--unknown:#d29922;--blocked:#f85149}}
.w text{fill:var(--ink)}.w .soft{fill:var(--soft);font-size:12px}.w .title{font-weight:600;font-size:15px}.w .name{font-weight:600}
.w .paper{fill:var(--paper)}.w .box{fill:var(--box);stroke:var(--rim)}.w .card{fill:var(--card);stroke:var(--rim)}.w .elsewhere{stroke-dasharray:4 4}
.w line{stroke-width:2;fill:none}.w line.open{stroke:var(--open)}.w line.unknown{stroke:var(--unknown);stroke-dasharray:4 4}.w line.blocked{stroke:var(--blocked);stroke-width:3}
.w .card.blocked{stroke:var(--blocked);stroke-width:2}.w path.open{fill:var(--open)}.w path.unknown{fill:var(--unknown)}.w path.blocked{fill:var(--blocked)}
.w text.open{fill:var(--open)}.w text.unknown{fill:var(--unknown)}.w text.blocked{fill:var(--blocked)}.w tspan.open{fill:var(--open)}.w tspan.unknown{fill:var(--unknown)}.w tspan.blocked{fill:var(--blocked)}
</style>
`

// SVG is the picture as a drawing that browsers and code hosts show, in light and dark.
func (all Ways) SVG() string {
	var body strings.Builder
	width, tall := 0.0, 0.0
	for _, w := range all {
		d := drawing{top: tall}
		d.way(w)
		body.WriteString(d.String())
		width, tall = max(width, d.right), d.bottom
	}
	width += margin
	var s strings.Builder
	fmt.Fprintf(&s, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" width="%g" height="%g" role="img" class="w">`+"\n", width, tall, width, tall)
	for _, w := range all {
		fmt.Fprintf(&s, "<title>%s: %s</title>\n", escaped(w.Title()), escaped(w.Verdict()))
		break
	}
	s.WriteString(style)
	fmt.Fprintf(&s, `<rect class="paper" width="%g" height="%g" rx="8"/>`+"\n", width, tall)
	s.WriteString(body.String())
	s.WriteString("</svg>\n")
	return s.String()
}

// drawing is of one way.
type drawing struct {
	strings.Builder
	top, right, bottom float64
}

func (d *drawing) add(format string, args ...any) { fmt.Fprintf(d, format+"\n", args...) }

// text writes a line from its left, or around its middle.
func (d *drawing) text(x, y float64, class, text string) {
	d.add(`<text x="%g" y="%g" class="%s">%s</text>`, x, y, class, escaped(text))
}

func (d *drawing) middle(x, y float64, class, text string) {
	d.add(`<text x="%g" y="%g" class="%s" text-anchor="middle">%s</text>`, x, y, class, escaped(text))
}

func (d *drawing) way(w Way) {
	stations, between := w.chain()
	d.text(margin, d.top+26, "title", w.Title())
	top := d.top + boxTop
	// Where each station begins; boxes keep a larger gap between each other.
	x := make([]float64, len(stations))
	at := float64(margin) + 14
	for i, s := range stations {
		if i > 0 {
			at += stationWidth + gap
			if stations[i-1].box != s.box {
				at += 28
			}
		}
		x[i] = at
	}
	d.right = at + stationWidth + 14
	bottom := top + stationTop + stationTall + 14
	d.boxes(stations, x, top, bottom)
	for i, s := range stations {
		d.station(s, x[i], top+stationTop, i > 0 && between[i-1].state() == Blocked)
	}
	middle := top + stationTop + stationTall/2
	longest := 0
	for i, section := range between {
		d.arrow(section.state(), x[i]+stationWidth, x[i+1], middle)
		longest = max(longest, d.section(section, (x[i]+stationWidth+x[i+1])/2, bottom+24))
	}
	d.bottom = bottom + 24 + float64(longest)*line
	d.notes(w)
}

// boxes draws the three, each around its stations.
func (d *drawing) boxes(stations []station, x []float64, top, bottom float64) {
	for i, name := range boxes {
		left, right := -1.0, 0.0
		for j, s := range stations {
			if s.box == i {
				if left < 0 {
					left = x[j] - 14
				}
				right = x[j] + stationWidth + 14
			}
		}
		d.add(`<rect class="box" x="%g" y="%g" width="%g" height="%g" rx="10"/>`, left, top, right-left, bottom-top)
		d.text(left+14, top+22, "soft", name)
	}
}

// station draws a card with what it is, and its names in two lines.
func (d *drawing) station(s station, left, top float64, blocked bool) {
	class := "card"
	if s.isElsewhere {
		class += " elsewhere"
	}
	if blocked {
		class += " blocked"
	}
	d.add(`<rect class="%s" x="%g" y="%g" width="%d" height="%d" rx="8"/>`, class, left, top, stationWidth, stationTall)
	middle := left + stationWidth/2
	d.middle(middle, top+22, "soft", s.kind)
	var lines []string
	for _, name := range s.names {
		if len(s.names) == 1 {
			lines = folded(name, lettersWide, 2)
		} else {
			lines = append(lines, ending(name, lettersWide))
		}
	}
	for i, text := range lines {
		d.middle(middle, top+43+float64(i)*line-float64(len(lines)-1)*2, "name", text)
	}
}

func (d *drawing) arrow(state State, from, to, y float64) {
	d.add(`<line class="%s" x1="%g" y1="%g" x2="%g" y2="%g"/>`, state, from, y, to-8, y)
	d.add(`<path class="%s" d="M%g %gl-10 -5v10z"/>`, state, to, y)
	if state != Open {
		x := (from + to) / 2
		d.add(`<text x="%g" y="%g" class="title %s" text-anchor="middle">%s</text>`, x, y-9, state, marks[state])
	}
}

// section lists the hops between two stations, and returns how many lines that takes.
func (d *drawing) section(s section, middle, top float64) (lines int) {
	var before string
	left := middle - 58
	for _, h := range s.hops {
		if h.Code == before {
			continue // One line for a hop that is blocked in several places.
		}
		before = h.Code
		d.add(`<text x="%g" y="%g"><tspan class="%s">%s</tspan> %s</text>`, left, top+float64(lines)*line, h.State, marks[h.State], escaped(h.Code))
		lines++
	}
	return lines
}

// notes tell why hops are blocked, or not known, below the drawing.
func (d *drawing) notes(w Way) {
	wide := int((d.right - margin) / letter)
	d.bottom += 14
	write := func(class, text string) {
		for _, part := range folded(text, wide, 6) {
			d.text(margin, d.bottom, class, part)
			d.bottom += line
		}
	}
	for _, state := range []State{Blocked, Unknown} {
		for _, h := range w.In(state) {
			write(state.String(), marks[state]+" "+h.Code+": "+h.Why)
			if h.State == Blocked {
				write("soft", "   "+h.At()+": "+h.Fix)
			}
		}
	}
	for _, assumed := range w.Assumed {
		write("soft", "Assumed: "+assumed)
	}
	if len(w.In(Blocked)) == 0 {
		write("open", "No blocking hop found.")
	}
	d.bottom += 4
}

// folded breaks a text into lines of a width: at blanks, slashes, dots and hyphens where it
// can, with an ellipsis where it doesn't fit.
func folded(text string, width, most int) []string {
	text = oneLine(text)
	var lines []string
	for text != "" {
		if utf8.RuneCountInString(text) <= width {
			return append(lines, text)
		}
		letters := []rune(text)
		cut := width
		for _, where := range []string{" /", ".-"} {
			if at := strings.LastIndexAny(string(letters[:width]), where); cut == width && at >= 0 {
				if runes := utf8.RuneCountInString(string(letters[:width])[:at+1]); runes > width/3 {
					cut = runes
				}
			}
		}
		if len(lines) == most-1 {
			return append(lines, string(letters[:width-1])+"…")
		}
		lines = append(lines, strings.TrimRight(string(letters[:cut]), " "))
		text = string(letters[cut:])
	}
	return lines
}

// ending is the end of a path that fits, from a slash on where it can be.
func ending(text string, width int) string {
	letters := []rune(oneLine(text))
	if len(letters) <= width {
		return string(letters)
	}
	end := string(letters[len(letters)-width+1:])
	if at := strings.Index(end, "/"); at >= 0 {
		end = end[at:]
	}
	return "…" + end
}

func escaped(text string) string { return html.EscapeString(oneLine(text)) }
