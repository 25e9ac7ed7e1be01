package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"parley/internal/acceptance/folder"
)

// edit is one thing that somebody does to a repository or to its output. It says to which file, or "" if there is
// nothing to which it could be done.
type edit struct {
	name string
	make func(p *place) string
}

// What stands twice in these tables is done twice as often.

// fileEdits mostly leave a repository that can be built.
var fileEdits = []edit{
	{"text changed", changeText}, {"text changed", changeText}, {"text changed", changeText},
	{"a term in the text", useTerm}, {"heading changed", changeHeading}, {"title changed", changeTitle}, {"title changed", changeTitle},
	{"field changed", changeField}, {"lines swapped", swapLines},
	{"link added", addLink}, {"link added", addLink}, {"link removed", removeLink},
	{"document added", addDocument}, {"document added", addDocument}, {"document removed", removeDocument},
	{"document renamed", renameDocument}, {"document moved", moveDocument},
	{"audience changed", changeAudience}, {"audience changed", changeAudience}, {"draft", changeDraft}, {"scope changed", changeScope},
	{"forms of a term", changeForms}, {"forms in French", changeFrenchForms},
	{"translation changed", changeTranslation}, {"translation changed", changeTranslation}, {"translation removed", removeTranslation}, {"translation fuzzy", makeFuzzy},
	{"picture replaced", replacePicture}, {"picture removed", removePicture}, {"picture added", addPicture},
	{"site: title", changeSiteTitle}, {"site: languages", changeLanguages}, {"site: menu", changeMenu}, {"site: budget", changeBudget},
	{"site: accent", changeAccent}, {"site: redirect", addRedirect},
	{"kind added or changed", changeKind},
	{"theme: template", ownTemplate}, {"theme: style", ownStyle}, {"theme: words", ownWords}, {"theme: removed", removeTheme},
	{"same size and time", sameSizeAndTime}, {"same size and time", sameSizeAndTime}, {"same size and time", sameSizeAndTime}, {"same size and time", sameSizeAndTime},
	{"same size and time", sameSizeAndTime}, {"same size and time", sameSizeAndTime}, {"touched", touch}, {"two files swapped", swapFiles}, {"put back as it was", putBack},
	{"other line ends", changeLineEnds}, {"a byte order mark", addMark},
}

// wordEdits mostly leave all as it is but words.
var wordEdits = []edit{
	{"text changed", changeText}, {"text changed", changeText}, {"text changed", changeText}, {"text changed", changeText}, {"a term in the text", useTerm}, {"a term in the text", useTerm},
	{"a paragraph more", addParagraph}, {"a paragraph more", addParagraph}, {"lines swapped", swapLines}, {"same size and time", sameSizeAndTime}, {"touched", touch}, {"link added", addLink},
	{"put back as it was", putBack}, {"heading changed", changeHeading}, {"output: bytes changed", spoilOutput}, {"output: file deleted", deleteOutput}, {"a check in between", checkBetween},
}

// addParagraph adds what is often written, some of it seen by nobody and some of it with a meaning of its own.
func addParagraph(p *place) string {
	name := p.one(isMarkdown)
	if name == "" {
		return ""
	}
	return p.write(name, p.read(name)+"\n"+p.drawn("A paragraph more.", "- one\n- two", "> quoted", "| a | b |\n|---|---|\n| 1 | 2 |", "```yaml\na: 1\n```", "<!-- nobody sees this -->",
		"<span title=\"x\">raw</span>", "<a href=\"index.md\">raw link</a>", "[unused]: ../more/inside.md", "A note[^n].\n\n[^n]: The note.", "A R&D cutover & workload.", "***", "Line\\\nbreak", "TODO")+
		p.numbered(" ")+"\n")
}

// historyEdits are what people do with Git.
var historyEdits = []edit{
	{"commit", commitAll}, {"commit", commitAll}, {"commit amended", amend}, {"branch switched", switchBranch}, {"branch switched", switchBranch},
	{"commit taken back", takeBack}, {"merge", merge}, {"history packed", pack},
}

// outputEdits are what nobody should do.
var outputEdits = []edit{
	{"output: bytes changed", spoilOutput}, {"output: file deleted", deleteOutput}, {"output: foreign file", foreignOutput},
	{"output: file for folder", fileForFolder}, {"output: folder for file", folderForFile}, {"output: link", linkInOutput}, {"output: gone", loseOutput},
}

// askedEdits are other wishes for the next builds, and other runs before them.
var askedEdits = []edit{
	{"other readers", otherReaders}, {"other readers", otherReaders}, {"other scope", otherScope}, {"other address", otherAddress}, {"another day", anotherDay},
	{"a build for others in between", buildForOthers}, {"a check in between", checkBetween},
}

// roughEdits mostly leave something that cannot be built.
var roughEdits = []edit{
	{"PO file truncated", truncatePO}, {"PO file removed", removePO}, {"PO file in the wrong place", misplacePO}, {"document moved with its translations", moveWithTranslations},
	{"link led elsewhere", retargetLink}, {"field removed", removeField}, {"forbidden forms of a term", forbidWord},
	{"kind removed", removeKind}, {"theme: broken", breakTheme}, {"site: theme", changeThemeName}, {"site: address", changeAddress},
	{"same size and time, anywhere", anySameSizeAndTime}, {"broken YAML", breakYAML}, {"truncated", truncateFile}, {"not UTF-8", breakEncoding}, {"document copied", copyDocument},
	{"a link in place of a file", linkInstead}, {"a folder in place of a file", folderInstead},
}

// edit makes one edit that can be made; mayBreak says whether it may be a rough one.
func (p *place) edit(mayBreak bool) {
	for range 100 {
		from := p.mild
		if mayBreak && p.random.IntN(4) == 0 {
			from = roughEdits
		}
		e := from[p.random.IntN(len(from))]
		p.serial++
		if to := e.make(p); to != "" {
			p.log = append(p.log, e.name+": "+to)
			return
		}
	}
	p.t.Fatalf("nothing can be edited any more\n%s", p.story())
}

// mend puts the sources back as they were when they had no errors, and asks for what a build usually is.
func (p *place) mend() {
	p.restore(p.good)
	clear(p.view)
	p.log = append(p.log, "mended")
}

var (
	ownerLine    = regexp.MustCompile(`(?m)^owner: .*$`)
	languageLine = regexp.MustCompile(`(?m)^languages: \[.*$`)
	headingLine  = regexp.MustCompile(`(?m)^(##+ .*)$`)
	titleLine    = regexp.MustCompile(`(?m)^title: .*$`)
	fieldLine    = regexp.MustCompile(`(?m)^([a-z_]+): (\S.*)$`)
	aLink        = regexp.MustCompile(`\[([^\]\[]+)\]\(([^)\s]+)\)`)
	proseLine    = regexp.MustCompile(`(?m)^([A-Z][^|\n]{20,})$`)
	anyLine      = regexp.MustCompile(`(?m)^.+$`)
	formsLine    = regexp.MustCompile(`(?m)^forms: \[(.*)\]$`)
	french       = regexp.MustCompile(`(?m)^    preferred: "(.*)"$`)
	msgstr       = regexp.MustCompile(`(?m)^msgstr "(.+)"$`)
	msgid        = regexp.MustCompile(`(?m)^(msgctxt ".+"\n)?msgid ".+"$`)
)

// The files.

func (p *place) path(name string) string { return filepath.Join(p.dir, filepath.FromSlash(name)) }

// read reads a file; one that is no file is empty.
func (p *place) read(name string) string {
	text, err := os.ReadFile(p.path(name))
	if err != nil {
		return ""
	}
	return string(text)
}

func (p *place) write(name, text string) string {
	p.t.Helper()
	err := os.MkdirAll(filepath.Dir(p.path(name)), 0o755)
	if info, looked := os.Lstat(p.path(name)); looked == nil && !info.Mode().IsRegular() {
		err = os.RemoveAll(p.path(name))
	}
	if err == nil {
		err = os.WriteFile(p.path(name), []byte(text), 0o644)
	}
	if err != nil {
		p.t.Fatalf("%v\n%s", err, p.story())
	}
	return name
}

func (p *place) remove(name string) string {
	p.t.Helper()
	if err := os.RemoveAll(p.path(name)); err != nil {
		p.t.Fatal(err)
	}
	return name
}

// sources reads all that the repository holds, but for Git's own folder and the output.
func (p *place) sources() map[string]string {
	p.t.Helper()
	found := map[string]string{}
	for _, top := range []string{"content", "glossary", "playbooks", "pricing", "themes"} {
		for name, text := range folder.Read(p.t, p.path(top)) {
			found[top+"/"+name] = text
		}
	}
	return found
}

// restore makes the sources what they were.
func (p *place) restore(want map[string]string) {
	p.t.Helper()
	now := p.sources()
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if _, wanted := want[name]; !wanted {
			p.remove(strings.TrimSuffix(name, "/"))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		leads, isLink := strings.CutPrefix(want[name], "-> ")
		switch {
		case now[name] == want[name] && !strings.HasSuffix(name, "/"):
			if _, there := now[name]; there {
				continue
			}
			p.write(name, want[name])
		case strings.HasSuffix(name, "/"):
			_ = os.MkdirAll(p.path(name), 0o755)
		case isLink:
			p.write(name, "") // so that its folder is there
			p.remove(name)
			_ = os.Symlink(leads, p.path(name))
		default:
			p.write(name, want[name])
		}
	}
}

// files lists the regular files of the sources that are chosen, sorted.
func (p *place) files(chosen func(name string) bool) []string {
	var names []string
	for name, text := range p.sources() {
		if !strings.HasSuffix(name, "/") && !strings.HasPrefix(text, "-> ") && chosen(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// one draws a file, "" if there is none.
func (p *place) one(chosen func(name string) bool) string {
	names := p.files(chosen)
	if len(names) == 0 {
		return ""
	}
	return names[p.random.IntN(len(names))]
}

func isMarkdown(name string) bool { return strings.HasSuffix(name, ".md") }
func isPO(name string) bool {
	return strings.HasPrefix(name, "content/locales/") && strings.HasSuffix(name, ".po")
}
func isPicture(name string) bool { return strings.HasPrefix(name, "content/images/") }
func isTerm(name string) bool    { return strings.HasPrefix(name, "glossary/") && isMarkdown(name) }
func isTheme(name string) bool   { return strings.HasPrefix(name, "themes/") }
func isKind(name string) bool    { return strings.HasPrefix(name, "content/kinds/") }
func isAny(string) bool          { return true }

func isDocument(name string) bool {
	return (isMarkdown(name) || strings.HasSuffix(name, ".yaml")) && !isKind(name) && !isTheme(name) && name != settings
}

// isPage tells plain pages by their place: nothing refers to them by an id.
func isPage(name string) bool {
	return isMarkdown(name) && (path.Dir(name) == "content" || strings.HasPrefix(name, "content/more")) && name != "content/index.md"
}

const settings = "content/site.yaml"

// another replaces one of the places at which a pattern matches, drawn by lot. It reports whether there was one.
func (p *place) another(text string, pattern *regexp.Regexp, with string) (string, bool) {
	found := pattern.FindAllStringSubmatchIndex(text, -1)
	if len(found) == 0 {
		return text, false
	}
	at := found[p.random.IntN(len(found))]
	return text[:at[0]] + string(pattern.ExpandString(nil, with, text, at)) + text[at[1]:], true
}

// replace changes one place of a file, drawn by lot, that matches a pattern.
func (p *place) replace(name string, pattern *regexp.Regexp, with string) string {
	text, ok := p.another(p.read(name), pattern, with)
	if name == "" || !ok {
		return ""
	}
	return p.write(name, text)
}

// set gives a field at the top of a document a value; "" removes it.
func (p *place) set(name, field, value string) string {
	if name == "" {
		return ""
	}
	line := ""
	if value != "" {
		line = field + ": " + value + "\n"
	}
	text := p.read(name)
	there := regexp.MustCompile(`(?m)^` + field + `:.*\n(?:[ \t].*\n)*`)
	switch head := "---\n"; {
	case there.MatchString(text):
		text = there.ReplaceAllLiteralString(text, line)
	case value == "":
		return ""
	case !isMarkdown(name):
		text += line
	case strings.HasPrefix(text, head):
		text = head + line + text[len(head):]
	default:
		text = head + line + head + text
	}
	return p.write(name, text)
}

func (p *place) drawn(values ...string) string { return values[p.random.IntN(len(values))] }

func (p *place) numbered(text string) string { return fmt.Sprintf("%s %d", text, p.serial) }

// What is done to documents.

func changeText(p *place) string {
	return p.replace(p.one(isMarkdown), proseLine, p.numbered("$1 Sentence")+".")
}

func changeHeading(p *place) string {
	return p.replace(p.one(isMarkdown), headingLine, p.numbered("$1"))
}

func changeTitle(p *place) string {
	return p.replace(p.one(isDocument), titleLine, p.numbered("title: Title"))
}

// useTerm writes a term, or what is forbidden for it, into the text of a document.
func useTerm(p *place) string {
	words := regexp.MustCompile(`(?m)^(?:title: |forms: \["|forbidden: \[")([^"\n]+)`).FindAllStringSubmatch(p.read(p.one(isTerm)), -1)
	if len(words) == 0 {
		return ""
	}
	return p.replace(p.one(isMarkdown), proseLine, "$1 They say "+words[p.random.IntN(len(words))][1]+" for it.")
}

// changeField gives a field the value that it has in another document.
func changeField(p *place) string {
	name, other := p.one(isDocument), p.one(isDocument)
	fields := fieldLine.FindAllStringSubmatch(p.read(other), -1)
	if len(fields) == 0 {
		return ""
	}
	field := fields[p.random.IntN(len(fields))]
	if field[1] == "kind" || field[1] == "id" {
		return ""
	}
	return p.replace(name, regexp.MustCompile(`(?m)^`+field[1]+`: .*$`), strings.ReplaceAll(field[0], "$", "$$"))
}

func removeField(p *place) string {
	name := p.one(isDocument)
	fields := fieldLine.FindAllStringSubmatch(p.read(name), -1)
	if len(fields) == 0 {
		return ""
	}
	return p.set(name, fields[p.random.IntN(len(fields))][1], "")
}

func swapLines(p *place) string {
	return p.replace(p.one(isAny), regexp.MustCompile(`(?m)^(\S.*)\n(\S.*)$`), "$2\n$1")
}

func (p *place) linkTo(from string) string {
	to, err := filepath.Rel(path.Dir(from), p.one(isDocument))
	if err != nil {
		return ""
	}
	return filepath.ToSlash(to)
}

func addLink(p *place) string {
	name := p.one(isMarkdown)
	return p.replace(name, proseLine, "$1 See ["+p.numbered("there")+"]("+p.linkTo(name)+").")
}

func removeLink(p *place) string { return p.replace(p.one(isMarkdown), aLink, "$1") }

func retargetLink(p *place) string {
	name := p.one(isMarkdown)
	to := p.drawn(p.linkTo(name), p.linkTo(name), p.linkTo(name), p.linkTo(name)+"#no-such-section", "https://example.org/", "gone.md")
	return p.replace(name, aLink, "[$1]("+to+")")
}

func addDocument(p *place) string {
	name := fmt.Sprintf("content/%spage-%d.md", p.drawn("", "more/", "more/deep/", "new/"), p.serial)
	head := p.drawn("", "---\n"+p.numbered("title: Page")+"\n---\n\n", "---\n"+p.numbered("title: Page")+"\naudience: public\norder: 3\n---\n\n")
	return p.write(name, head+p.numbered("## Heading")+"\n\nThe text of another page, with a ["+p.numbered("link")+"]("+p.linkTo(name)+").\n\n- one\n- two\n")
}

func copyDocument(p *place) string {
	name := p.one(isDocument)
	if name == "" {
		return ""
	}
	text := titleLine.ReplaceAllString(p.read(name), p.numbered("title: Copy"))
	text = regexp.MustCompile(`(?m)^id: .*\n`).ReplaceAllString(text, "")
	return p.write(fmt.Sprintf("%s/copy-%d%s", path.Dir(name), p.serial, path.Ext(name)), text)
}

func removeDocument(p *place) string {
	if name := p.one(p.drawnKind()); name != "" {
		return p.remove(name)
	}
	return ""
}

// drawnKind is mostly what can go without an error.
func (p *place) drawnKind() func(string) bool {
	if p.random.IntN(3) == 0 {
		return isDocument
	}
	return isPage
}

func (p *place) move(name, to string) string {
	if name == "" || name == to {
		return ""
	}
	text := p.read(name)
	p.remove(name)
	return p.write(to, text) + " from " + name
}

func renameDocument(p *place) string {
	name := p.one(p.drawnKind())
	to := fmt.Sprintf("%s/renamed-%d%s", path.Dir(name), p.serial, path.Ext(name))
	if p.random.IntN(4) == 0 {
		to = path.Join(path.Dir(name), strings.ToUpper(path.Base(name)))
	}
	return p.move(name, to)
}

func moveDocument(p *place) string {
	name := p.one(p.drawnKind())
	return p.move(name, path.Join(p.drawn("content", "content/more", "content/more/deep", "content/notices", "playbooks"), path.Base(name)))
}

func moveWithTranslations(p *place) string {
	name := p.one(isPage)
	if name == "" {
		return ""
	}
	to := path.Join(p.drawn("content", "content/more", "content/more/deep"), fmt.Sprintf("moved-%d.md", p.serial))
	ending := "/" + strings.TrimSuffix(name, ".md") + ".po"
	for _, po := range p.files(func(po string) bool { return isPO(po) && strings.HasSuffix(po, ending) }) {
		p.move(po, strings.TrimSuffix(po, ending)+"/"+strings.TrimSuffix(to, ".md")+".po")
	}
	return p.move(name, to)
}

func changeAudience(p *place) string {
	return p.set(p.one(isDocument), "audience", p.drawn("public", "partner", "internal", ""))
}

func changeDraft(p *place) string { return p.set(p.one(isDocument), "draft", p.drawn("true", "")) }

func changeScope(p *place) string {
	if p.random.IntN(2) == 0 {
		return p.set(p.one(isPage), "tiers", p.drawn("[registered]", "[registered]", ""))
	}
	return p.set(p.one(isPage), "regions", p.drawn("["+p.scope("region")+"]", ""))
}

// What is done to terms and translations.

func changeForms(p *place) string {
	return p.replace(p.one(isTerm), formsLine, `forms: [$1, "`+p.drawn("text", "page", "customer", "partner", p.numbered("form"))+`"]`)
}

func forbidWord(p *place) string {
	return p.set(p.one(isTerm), "forbidden", `["`+p.drawn("text", "page", "customer", "portal", "partner", p.numbered("word"))+`"]`)
}

func changeFrenchForms(p *place) string {
	return p.replace(p.one(isTerm), french, `    preferred: "`+p.drawn("$1", "page", "portail", p.numbered("mot"))+`"`)
}

func changeTranslation(p *place) string {
	return p.replace(p.one(isPO), msgstr, p.numbered(`msgstr "$1 mot`)+`"`)
}

func removeTranslation(p *place) string { return p.replace(p.one(isPO), msgstr, `msgstr ""`) }

func makeFuzzy(p *place) string { return p.replace(p.one(isPO), msgid, "#, fuzzy\n$0") }

func removePO(p *place) string {
	if name := p.one(isPO); name != "" {
		return p.remove(name)
	}
	return ""
}

func truncatePO(p *place) string { return p.truncate(p.one(isPO)) }

func misplacePO(p *place) string {
	name := p.one(isPO)
	return p.move(name, path.Join(path.Dir(name), path.Base(p.one(isPO))))
}

// What is done to pictures.

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="8"><title>A picture</title></svg>`

func replacePicture(p *place) string {
	name := p.one(isPicture)
	if name == "" {
		return ""
	}
	return p.write(name, fmt.Sprintf(picture, p.serial))
}

func removePicture(p *place) string {
	if name := p.one(isPicture); name != "" {
		return p.remove(name)
	}
	return ""
}

func addPicture(p *place) string {
	picture := p.write(fmt.Sprintf("content/images/picture-%d.svg", p.serial), fmt.Sprintf(picture, p.serial))
	name := p.one(isPage)
	to, err := filepath.Rel(path.Dir(name), picture)
	if err != nil {
		return picture
	}
	return picture + " " + p.replace(name, proseLine, "$1\n\n![A picture]("+filepath.ToSlash(to)+")")
}

// What is done to the settings, kinds and themes.

func changeSiteTitle(p *place) string { return p.set(settings, "title", p.numbered("Portal")) }

func changeLanguages(p *place) string {
	return p.set(settings, "languages", p.drawn("[en, fr]", "[en, fr, ar]", "[en, fr, ar, de]", "[en, de, fr]", "[en]"))
}

func changeMenu(p *place) string {
	menu := regexp.MustCompile(`(?m)^      - (content|playbooks)/\S+\n`)
	if p.random.IntN(2) == 0 {
		return p.replace(settings, menu, "")
	}
	return p.replace(settings, menu, "$0      - "+p.one(isPage)+"\n")
}

func changeBudget(p *place) string {
	return p.set(settings, "budget", p.drawn("{page: 5}", "{page: 500}", "{page: 21, document: 22, home: 23}", ""))
}

func changeAccent(p *place) string {
	return p.set(settings, "theme", fmt.Sprintf(`{accent: "#%06x"}`, p.random.IntN(1<<24)))
}

func changeThemeName(p *place) string {
	return p.set(settings, "theme", p.drawn("{name: default}", "{name: own}", "{name: nowhere}", ""))
}

func addRedirect(p *place) string {
	return p.set(settings, "redirects", fmt.Sprintf("[{from: /%s/, to: %s}]", p.drawn("old", "older", "more/pictures"), p.one(isDocument)))
}

func changeAddress(p *place) string {
	return p.set(settings, "base_url", p.drawn("https://example.org/", "https://example.org/portal/", "", "nonsense"))
}

func changeKind(p *place) string {
	status := p.drawn("[planned, over]", "[planned, over, running]", "[planned]")
	p.write("content/kinds/meetup.yaml", "name: meetup\n"+p.numbered("title: Meetup")+"\nplural: Meetups\ndir: content/meetups\nschema:\n  type: object\n  required: [title"+
		p.drawn("", "", ", seats")+"]\n  properties:\n    status: {type: string, title: "+p.drawn("Status", "State")+", enum: "+status+", translate: "+p.drawn("true", "false")+"}\n"+
		"    seats: {type: integer, title: Seats, minimum: 1"+p.drawn("", ", audience: internal")+"}\n")
	return p.write(fmt.Sprintf("content/meetups/number-%d.md", p.serial%5), "---\nkind: meetup\n"+p.numbered("title: Meetup")+"\nstatus: "+p.drawn("planned", "over")+"\nseats: 3\n---\n\nThe text of a meetup.\n")
}

func removeKind(p *place) string {
	name := p.one(isKind)
	if name == "" {
		return ""
	}
	if p.random.IntN(2) == 0 {
		p.remove("content/meetups")
	}
	return p.remove(name)
}

// own copies a file of the default theme into one of the repository, with a change.
func (p *place) own(name string, change func(text string) string) string {
	text, err := os.ReadFile(filepath.Join("../../themes/default", name))
	if err != nil {
		p.t.Fatal(err)
	}
	return p.write("themes/"+p.drawn("default", "default", "own")+"/"+name, change(string(text)))
}

func ownTemplate(p *place) string {
	return p.own(p.drawn("templates/not-found.html", "templates/page.html", "templates/list.html", "partials/footer.html", "templates/home.html"),
		func(text string) string {
			return strings.Replace(text, "}}", "}}"+p.numbered("<!-- our own")+" -->", 1)
		})
}

func ownStyle(p *place) string {
	return p.own("assets/style.css", func(text string) string { return text + fmt.Sprintf("\n.own { margin: %dpx }\n", p.serial) })
}

func ownWords(p *place) string {
	return p.own("locales/fr.po", func(text string) string {
		changed, _ := p.another(text, msgstr, p.numbered(`msgstr "$1 mot`)+`"`)
		return changed
	})
}

func breakTheme(p *place) string {
	return p.write("themes/default/"+p.drawn("templates/page.html", "templates/no-such.html", "templates/list.html"), p.drawn(`{{define "main"}}`, `{{define "main"}}{{.No}}{{end}}`, ""))
}

func removeTheme(p *place) string {
	if p.one(isTheme) == "" {
		return ""
	}
	return p.remove(p.drawn("themes", "themes/default", p.one(isTheme)))
}

// What is done to files, whatever they hold.

func breakYAML(p *place) string {
	return p.replace(p.one(isDocument), fieldLine, p.drawn("$1: [$2", "$1: \"$2", "$1: $2: x", "\t$1: $2", "$1: $2\n$1: $2"))
}

// sameSizeAndTime turns a word of a text round, and gives the file back the time that it had: who looks only at its size
// and time is deceived.
func sameSizeAndTime(p *place) string { return p.turnRound(p.one(isMarkdown), proseLine) }

// anySameSizeAndTime does so to any word of any file.
func anySameSizeAndTime(p *place) string { return p.turnRound(p.one(isAny), anyLine) }

func (p *place) turnRound(name string, where *regexp.Regexp) string {
	text := []byte(p.read(name))
	lines := where.FindAllIndex(text, -1)
	info, err := os.Stat(p.path(name))
	if err != nil || len(lines) == 0 {
		return ""
	}
	line := lines[p.random.IntN(len(lines))]
	words := regexp.MustCompile(`\b[a-z]{4,}\b`).FindAllIndex(text[line[0]:line[1]], -1)
	if len(words) == 0 {
		return ""
	}
	word := words[p.random.IntN(len(words))]
	slices.Reverse(text[line[0]+word[0] : line[0]+word[1]])
	p.write(name, string(text))
	if err := os.Chtimes(p.path(name), info.ModTime(), info.ModTime()); err != nil {
		p.t.Fatal(err)
	}
	return name
}

func touch(p *place) string {
	name := p.one(isAny)
	when := time.Unix(int64(p.random.IntN(1<<31)), 0)
	if err := os.Chtimes(p.path(name), when, when); err != nil {
		p.t.Fatal(err)
	}
	return name
}

// swapFiles lets two files change places by renames, so that each keeps its time, its size and its number on the disk.
func swapFiles(p *place) string {
	one, other, spare := p.one(isPage), p.one(isPage), filepath.Join(filepath.Dir(p.dir), "spare")
	if one == other {
		return ""
	}
	for _, step := range [][2]string{{p.path(one), spare}, {p.path(other), p.path(one)}, {spare, p.path(other)}} {
		if err := os.Rename(step[0], step[1]); err != nil {
			p.t.Fatal(err)
		}
	}
	return one + " and " + other
}

func putBack(p *place) string {
	if p.random.IntN(4) == 0 {
		p.restore(p.old)
		return "everything"
	}
	now, good := p.sources(), p.old
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if before, was := good[name]; was && before != now[name] && !strings.HasPrefix(before, "-> ") && !strings.HasSuffix(name, "/") {
			return p.write(name, before)
		}
	}
	return ""
}

func (p *place) truncate(name string) string {
	text := p.read(name)
	if text == "" {
		return ""
	}
	return p.write(name, text[:p.random.IntN(len(text))])
}

func truncateFile(p *place) string { return p.truncate(p.one(isAny)) }

func changeLineEnds(p *place) string {
	name := p.one(isAny)
	text := strings.ReplaceAll(p.read(name), "\r\n", "\n")
	if p.random.IntN(3) > 0 {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return p.write(name, text)
}

func addMark(p *place) string {
	name := p.one(isAny)
	return p.write(name, "\ufeff"+p.read(name))
}

func breakEncoding(p *place) string { return p.replace(p.one(isAny), proseLine, "$1 \xff") }

func linkInstead(p *place) string {
	name, to := p.one(isAny), p.one(isAny)
	leads, err := filepath.Rel(path.Dir(name), to)
	if err != nil {
		return ""
	}
	p.remove(name)
	if err := os.Symlink(leads, p.path(name)); err != nil {
		p.t.Fatal(err)
	}
	return name
}

func folderInstead(p *place) string {
	name := p.one(p.drawnKind())
	if name == "" {
		return ""
	}
	p.remove(name)
	return p.write(name+"/inner.md", "# Inner\n\nA page in a folder that was a file.\n")
}

// What is done to the history.

// git runs Git, at an hour of its own for each commit.
func (p *place) git(args ...string) string {
	p.t.Helper()
	out, err := p.tryGit(args...)
	if err != nil {
		p.t.Fatalf("git %v: %v\n%s\n%s", args, err, out, p.story())
	}
	return out
}

func (p *place) tryGit(args ...string) (string, error) {
	command := exec.Command("git", append([]string{"-C", p.dir, "-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "core.autocrlf=false"}, args...)...)
	when := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC).Add(time.Duration(p.serial) * time.Hour).Format(time.RFC3339)
	command.Env = append(os.Environ(), "GIT_AUTHOR_DATE="+when, "GIT_COMMITTER_DATE="+when, "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
	out, err := command.CombinedOutput()
	return string(bytes.TrimSpace(out)), err
}

func (p *place) commit(message string, more ...string) {
	p.t.Helper()
	p.git("add", "-A")
	p.git(append([]string{"commit", "-q", "--allow-empty", "-m", message}, more...)...)
}

func commitAll(p *place) string {
	p.commit(p.numbered("Change") + "\n\nBecause of " + p.numbered("reason") + ".")
	return "all"
}

func amend(p *place) string {
	p.commit(p.numbered("Amended"), "--amend")
	return "all"
}

// switchBranch goes to a branch, or makes one somewhere in the past. What has not been committed is gone.
func switchBranch(p *place) string {
	if p.random.IntN(2) == 0 {
		commits := strings.Fields(p.git("log", "--all", "--format=%H"))
		at := commits[p.random.IntN(len(commits))]
		p.git("checkout", "-q", "-f", "-b", fmt.Sprintf("branch-%d", p.serial), at)
	} else {
		branches := strings.Fields(p.git("for-each-ref", "--format=%(refname:short)", "refs/heads"))
		p.git("checkout", "-q", "-f", branches[p.random.IntN(len(branches))])
	}
	return p.git("rev-parse", "--abbrev-ref", "HEAD")
}

func takeBack(p *place) string {
	if out, err := p.tryGit("reset", "-q", p.drawn("--hard", "--soft", "--mixed"), "HEAD~1"); err != nil {
		p.log = append(p.log, out)
		return ""
	}
	return "the last"
}

// merge takes in another branch; what both have changed stays as it is here.
func merge(p *place) string {
	p.commit(p.numbered("Before a merge"))
	branches := strings.Fields(p.git("for-each-ref", "--format=%(refname:short)", "refs/heads"))
	branch := branches[p.random.IntN(len(branches))]
	if out, err := p.tryGit("merge", "-q", "-X", "ours", "-m", p.numbered("Merge"), branch); err != nil {
		p.log = append(p.log, out) // a folder here may be a file there, which nobody but a person can decide
		p.git("reset", "-q", "--hard")
	}
	return branch
}

func pack(p *place) string {
	p.git("gc", "-q", "--prune=now")
	return "all"
}

// What is done to the output.

// oneOutput draws a file of the output that is not the mark by which a build knows it.
func (p *place) oneOutput() string {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(folder.Read(p.t, p.out))), func(name string) bool { return strings.HasPrefix(name, ".parley") || strings.HasSuffix(name, "/") })
	if len(names) == 0 {
		return ""
	}
	return "public/" + names[p.random.IntN(len(names))]
}

func spoilOutput(p *place) string {
	name := p.oneOutput()
	info, err := os.Lstat(p.path(name))
	if name == "" || err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return ""
	}
	text := []byte(p.read(name))
	text[p.random.IntN(len(text))] ^= 1
	p.write(name, string(text))
	if err := os.Chtimes(p.path(name), info.ModTime(), info.ModTime()); err != nil {
		p.t.Fatal(err)
	}
	return name
}

func deleteOutput(p *place) string {
	if name := p.oneOutput(); name != "" {
		return p.remove(name)
	}
	return ""
}

func foreignOutput(p *place) string {
	if p.oneOutput() == "" {
		return "" // a folder that no build has made is refused
	}
	return p.write(fmt.Sprintf("public/%sforeign-%d.html", p.drawn("", "fr/", "new/folder/"), p.serial), "Not ours.")
}

func fileForFolder(p *place) string {
	name := path.Dir(p.oneOutput())
	if name == "." || name == "public" {
		return ""
	}
	p.remove(name)
	return p.write(name, "Once a folder.")
}

func folderForFile(p *place) string {
	name := p.oneOutput()
	if name == "" {
		return ""
	}
	p.remove(name)
	return p.write(name+"/inner.html", "Once a file.")
}

func linkInOutput(p *place) string {
	name := p.oneOutput()
	if name == "" {
		return ""
	}
	p.remove(name)
	if err := os.Symlink(p.drawn("index.html", "nowhere", "../content/index.md"), p.path(name)); err != nil {
		p.t.Fatal(err)
	}
	return name
}

func loseOutput(p *place) string {
	if _, err := fs.Stat(os.DirFS(p.dir), "public"); err != nil {
		return ""
	}
	return p.remove("public")
}

// What is asked of a build.

// scope draws a region, tier or partner that the settings name.
func (p *place) scope(of string) string {
	_, list, _ := strings.Cut(p.read(settings), "\n"+of+"s:\n")
	list = regexp.MustCompile(`(?m)^[a-z]`).Split(list, 2)[0]
	ids := regexp.MustCompile(`(?m)^  - id: (\S+)$`).FindAllStringSubmatch(list, -1)
	if len(ids) == 0 {
		return "none"
	}
	return ids[p.random.IntN(len(ids))][1]
}

func otherReaders(p *place) string {
	p.view["audience"] = p.drawn("public", "partner", "internal")
	return p.view["audience"]
}

func otherScope(p *place) string {
	of := p.drawn("region", "tier", "partner")
	if _, set := p.view[of]; set {
		delete(p.view, of)
		return "any " + of
	}
	p.view[of] = p.scope(of)
	return of + " " + p.view[of]
}

func otherAddress(p *place) string {
	p.view["base-url"] = p.drawn("https://example.org/", "https://example.org/portal/", "http://other.example/")
	return p.view["base-url"]
}

func anotherDay(p *place) string {
	if p.view["as-of"] = fmt.Sprintf("202%d-%02d-%02d", 6+p.random.IntN(2), 1+p.random.IntN(12), 1+p.random.IntN(28)); p.random.IntN(3) == 0 {
		delete(p.view, "as-of")
	}
	return "as of " + p.view["as-of"]
}

// buildForOthers writes the same folder for other readers, and then goes back to those before.
func buildForOthers(p *place) string {
	usual := maps.Clone(p.view)
	otherReaders(p)
	p.build(p.cache, p.out)
	other := p.view["audience"]
	p.view = usual
	return other
}

// checkBetween checks a state that nobody builds: what the cache then holds is of a state that is gone again.
func checkBetween(p *place) string {
	before := p.sources()
	what := changeText(p)
	p.check(p.cache)
	p.restore(before)
	return "with " + what
}
