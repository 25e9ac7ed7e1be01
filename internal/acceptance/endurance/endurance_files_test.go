//go:build linux

package endurance

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"parley/internal/acceptance/folder"
)

// pictured is a hardship of a picture that a page shows.
func pictured(name string, exit int, file string, made func(n int) string) hardship {
	row := hardship{name: "picture: " + name, exit: exit}
	if exit == 1 {
		row.says = "image/unsafe"
	}
	row.lay = func(h *hard) {
		h.write("content/a.md", "# A\n\n![What it shows]("+file+")\n")
		sized("content/"+file, made, 300_000, 4_000_000)(h)
	}
	return row
}

const svg = `<svg xmlns="http://www.w3.org/2000/svg"`

// pictureHardships are headers that promise more than there is, and drawings that never end. A picture whose size nobody
// can read is shown without it.
var pictureHardships = []hardship{
	pictured("a PNG of 30,000 by 30,000", 0, "p.png", func(int) string { return pngHead(30000, 30000) }),
	pictured("a PNG beyond all sizes", 0, "p.png", func(int) string { return pngHead(1<<31-1, 1<<31-1) }),
	pictured("a PNG that is cut off", 0, "p.png", func(int) string { return pngHead(30000, 30000)[:20] }),
	pictured("a PNG with a huge chunk", 0, "p.png", func(n int) string { return pngHead(1, 1)[:8] + "\x7f\xff\xff\xfftEXt" + many("a")(n) }),
	pictured("a GIF of 65,535 by 65,535", 0, "p.gif", func(int) string { return "GIF89a\xff\xff\xff\xff\x00\x00\x00" }),
	pictured("a GIF full of remarks", 0, "p.gif", func(n int) string { return "GIF89a\x01\x00\x01\x00\x00\x00\x00" + many("\x21\xfe\x01a\x00")(n) }),
	pictured("a JPEG of 65,535 by 65,535", 0, "p.jpg", func(int) string { return jpegHead(65535, 65535) }),
	pictured("a JPEG that is cut off", 0, "p.jpg", func(int) string { return jpegHead(1, 1)[:6] }),
	pictured("a JPEG of nothing but filling", 0, "p.jpg", func(n int) string { return "\xff\xd8" + many("\xff")(10*n) }),
	pictured("a JPEG of empty segments", 0, "p.jpg", func(n int) string { return "\xff\xd8" + many("\xff\xe0\x00\x02")(10*n) }),
	pictured("a WebP that lies", 0, "p.webp", func(n int) string { return "RIFF\xff\xff\xff\xffWEBPVP8X" + many("\xff")(n) }),
	pictured("an SVG with groups in each other", 0, "p.svg", func(n int) string { return svg + ">" + around("<g>", "", "</g>")(n-50) + "</svg>" }),
	pictured("an SVG that never ends", 1, "p.svg", after(svg+">", many("<g>"))),
	pictured("an SVG with entities", 1, "p.svg", func(int) string {
		return `<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>` + svg + "><text>&b;</text></svg>"
	}),
	pictured("an SVG with 100,000 attributes", 0, "p.svg", func(n int) string { return svg + numbered(` data-a%d="b"`)(n-50) + "/>" }),
	pictured("an SVG with name spaces in each other", 1, "p.svg", after(svg+">", numbered(`<g xmlns:a%d="b">`))),
	pictured("an SVG with a huge style", 0, "p.svg", func(n int) string { return svg + "><style>" + many("url(#a)")(n-100) + "</style></svg>" }),
	pictured("an SVG beyond the limit", 1, "p.svg", func(n int) string { return svg + "><desc>" + strings.Repeat("a", 5_000_000) + "</desc></svg>" }),
	pictured("an SVG of no size that there is", 0, "p.svg", func(int) string { return svg + ` width="1e308" height="NaN" viewBox="0 0 1e999 -1"/>` }),
	pictured("an SVG that is none", 1, "p.svg", many("\xff\xfe")),
}

// pngHead is a PNG as far as its size.
func pngHead(width, height uint32) string {
	var head bytes.Buffer
	head.WriteString("IHDR")
	head.Write(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height))
	head.WriteString("\x08\x02\x00\x00\x00")
	sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(head.Bytes()))
	return "\x89PNG\r\n\x1a\n\x00\x00\x00\x0d" + head.String() + string(sum)
}

// jpegHead is a JPEG as far as its size.
func jpegHead(width, height uint16) string {
	size := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(nil, height), width)
	return "\xff\xd8\xff\xc0\x00\x11\x08" + string(size) + "\x03\x01\x11\x00\x02\x11\x00\x03\x11\x00"
}

// linked lays a symbolic link.
func linked(file, target string) func(h *hard) {
	return func(h *hard) {
		h.Helper()
		h.empty(file)
		if err := os.Symlink(target, filepath.Join(h.dir, file)); err != nil {
			h.Fatal(err)
		}
	}
}

// piped lays a pipe, into which nobody ever writes.
func piped(files ...string) func(h *hard) {
	return func(h *hard) {
		h.Helper()
		for _, file := range files {
			h.empty(file)
			if err := syscall.Mkfifo(filepath.Join(h.dir, file), 0o644); err != nil {
				h.Fatal(err)
			}
		}
	}
}

// empty makes room for something at a path.
func (h *hard) empty(file string) {
	h.Helper()
	path := filepath.Join(h.dir, file)
	if err := os.RemoveAll(path); err != nil {
		h.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		h.Fatal(err)
	}
}

// fileHardships are what is no file, or does not stay as it was.
var fileHardships = []hardship{
	{name: "file: a link to itself", exit: 1, says: "file/symlink", lay: linked("content/loop.md", "loop.md")},
	{name: "file: a link to the folder around it", exit: 1, says: "file/symlink", lay: linked("content/loop", "..")},
	{name: "file: links to each other", exit: 1, says: "file/symlink", lay: func(h *hard) { linked("content/x", "y")(h); linked("content/y", "x")(h) }},
	{name: "file: content is a link to itself", exit: 1, says: "file/symlink", lay: linked("content", "content")},
	{name: "file: the settings are a link to themselves", exit: 1, says: "file/symlink", lay: linked("content/site.yaml", "site.yaml")},
	{name: "file: a link to a device", exit: 1, says: "file/symlink", lay: linked("content/zero.md", "/dev/zero")},
	{name: "file: a pipe for a document", exit: 1, says: "file/unreadable", lay: piped("content/b.md")},
	{name: "file: a pipe for a translation", exit: 1, says: "file/unreadable", lay: piped("content/locales/fr/content/a.po")},
	{name: "file: a pipe for a picture", exit: 1, says: "file/unreadable", lay: piped("content/p.png")},
	{name: "file: a pipe for the settings", exit: 1, says: "file/unreadable", lay: piped("content/site.yaml")},
	{name: "file: a pipe for a kind", exit: 1, says: "file/unreadable", lay: piped("content/kinds/a.yaml")},
	{name: "file: a pipe for a file of the theme", exit: 1, says: "file/unreadable", lay: piped("themes/default/assets/style.css")},
	{name: "file: a pipe for a folder", exit: 1, says: "file/unreadable", lay: piped("glossary")},
	{name: "file: a folder for the settings", exit: 1, says: "site/missing", lay: func(h *hard) { h.empty("content/site.yaml"); h.write("content/site.yaml/a.md", "") }},
	{name: "file: folders in each other", lay: func(h *hard) { h.write("content/"+strings.Repeat("a/", 1000)+"b.md", "Text.\n") }},
	{name: "file: 10,000 files", lay: manyFiles},
	{name: "file: one that changes while it is read", run: changing},
}

// manyFiles lays a thousand small pages, in the long version ten thousand.
func manyFiles(h *hard) {
	for _, name := range strings.Fields(numbered("content/more/%d.md\n")(map[bool]int{false: 20_000, true: 230_000}[long])) {
		h.write(name, "Text.\n")
	}
}

// changing checks and builds while a page, a translation and the settings grow, shrink, come and go. Whatever is read is
// one of their states, or a finding; afterwards all is well again.
func changing(h *hard) {
	files := map[string]string{"content/a.md": many("Text. *a* [b](a.md)\n\n")(50_000), "content/locales/fr/content/a.po": poHead + numbered("msgid \"a%d\"\nmsgstr \"b\"\n\n")(50_000)}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for size := 0; ; size = (size + 7919) % 50_000 {
			for name, whole := range files {
				path := filepath.Join(h.dir, name)
				_ = os.MkdirAll(filepath.Dir(path), 0o755)
				_ = os.WriteFile(path, []byte(whole[:min(size, len(whole))]), 0o644)
				_ = os.Truncate(path, int64(size/2))
				_ = os.Remove(path)
			}
			select {
			case <-stop:
				return
			default:
			}
		}
	}()
	for range map[bool]int{false: 4, true: 200}[long] {
		if checked := h.parley("check", "--format", "json"); checked.code == 2 {
			h.Errorf("the check gives up\n%s", checked.excerpt())
		} else {
			h.found(checked, "")
		}
		if built := h.parley("build", "--out", h.out); built.code == 2 && !strings.Contains(built.err, "parley: ") {
			h.Errorf("the build gives up and does not say why\n%s", built.excerpt())
		}
	}
	close(stop)
	<-stopped
	h.write("content/a.md", "Text.\n")
	h.bears(hardship{})
}

// outputHardships are outputs that cannot be written, or not to the end.
var outputHardships = []hardship{
	{name: "output: a disk that is full", run: fullDisk},
	{name: "output: files that may not grow", run: shortFiles},
	{name: "output: read-only", run: readOnly},
	{name: "output: no folder can be made there", run: func(h *hard) { h.refused(nil, "/proc/self/parley", "no such file or directory") }},
	{name: "output: a file", run: func(h *hard) { folder.Write(h.T, h.out, "mine"); h.refused(nil, h.out, "not a directory") }},
	{name: "output: a pipe", run: func(h *hard) {
		piped("../out")(h)
		h.refused(nil, h.out, "not a directory")
	}},
	{name: "output: a cache that is a pipe", run: func(h *hard) { piped("../cache")(h); h.bears(hardship{}) }},
	{name: "output: standard output is full", run: func(h *hard) {
		a := h.wrapped(shell(`exec "$@" > /dev/full`), "check")
		if a.code != 2 || !strings.Contains(a.err, "no space left on device") {
			h.Errorf("exit code %d\n%s", a.code, a.excerpt())
		}
	}},
}

// refused builds into an output that cannot be.
func (h *hard) refused(by []string, out, why string) {
	h.Helper()
	if a := h.wrapped(by, "build", "--out", out); a.code != 2 || !strings.Contains(a.err, why) {
		h.Errorf("exit code %d, want 2 with %q\n%s", a.code, why, a.excerpt())
	}
}

// shortFiles builds where no file may have more than 10 kB, as a quota would have it: what was there before stays as it was.
func shortFiles(h *hard) {
	h.bears(hardship{})
	was := folder.Read(h.T, h.out)
	h.write("content/a.md", "# Other\n\n"+many("text ")(40_000))
	h.refused(shell(`ulimit -f 20; exec "$@"`), h.out, "file too large")
	if diff := folder.Differences(was, folder.Read(h.T, h.out)); diff != "" {
		h.Errorf("the output has changed:\n%s", diff)
	}
	h.bears(hardship{})
}

// fullDisk builds onto a small disk that a file then fills to the last byte.
func fullDisk(h *hard) {
	h.onDisk("dd if=/dev/zero of=$DISK/filling bs=4096 >/dev/null 2>&1 || true", "no space left on device")
}

// readOnly builds onto a disk that then may only be read.
func readOnly(h *hard) {
	h.onDisk("mount -o remount,ro $DISK", "read-only file system")
}

// onDisk builds onto a disk of its own, lets something happen to it, and builds other pages. That is refused; what was
// there before stays as it was.
func (h *hard) onDisk(happens, why string) {
	h.Helper()
	own := []string{"unshare", "--map-root-user", "--mount", "sh", "-c"}
	disk := filepath.Join(h.dir, "../disk")
	if err := os.Mkdir(disk, 0o755); err != nil {
		h.Fatal(err)
	}
	if said, err := exec.Command(own[0], append(own[1:], "mount -t tmpfs tmpfs "+disk)...).CombinedOutput(); err != nil {
		h.Skipf("SKIPPED, NOTHING TESTED: no disk of one's own can be had here: %v, %s", err, said)
	}
	script := strings.NewReplacer("$DISK", disk, "$PAGE", filepath.Join(h.dir, "content/a.md")).Replace(`
		mount -t tmpfs -o size=1m tmpfs $DISK && "$@" >/dev/null && cp -r $DISK/site $DISK-before || exit 9
		echo "# Other" > $PAGE; ` + happens + `
		"$@"; code=$?; cp -r $DISK/site $DISK-after; exit $code`)
	h.refused(append(own, script, "sh"), filepath.Join(disk, "site"), why)
	if diff := folder.Differences(folder.Read(h.T, disk+"-before"), folder.Read(h.T, disk+"-after")); diff != "" {
		h.Errorf("the output has changed:\n%s", diff)
	}
	if len(folder.Read(h.T, disk+"-before")) < 10 {
		h.Error("nothing was built")
	}
}
