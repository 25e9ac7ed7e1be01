package workspace

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	_ "image/gif"  // sizes of pictures
	_ "image/jpeg" // sizes of pictures
	_ "image/png"  // sizes of pictures
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"parley/internal/diag"
)

// assets looks at the files that documents may show.
func (w *Workspace) assets(repository fs.FS, paths []string) {
	assets := make([]Asset, len(paths))
	findings := make([]diag.List, len(paths))
	each(len(paths), func(i int) { assets[i], findings[i] = readAsset(repository, paths[i]) })
	for i, asset := range assets {
		w.Assets[asset.Path] = asset
		w.Findings = append(w.Findings, findings[i]...)
	}
}

func readAsset(repository fs.FS, name string) (Asset, diag.List) {
	asset := Asset{Path: name}
	file, err := repository.Open(name)
	if err != nil {
		return asset, diag.List{unreadable(name, err)}
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil {
		asset.Size = info.Size()
	}
	if !slices.Contains(published, strings.ToLower(path.Ext(name))) {
		asset.Unsafe = "is of a type that is not published"
		return asset, nil // unless somebody links to it, it may lie here
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".gif":
		if config, _, err := image.DecodeConfig(file); err == nil {
			asset.Width, asset.Height = config.Width, config.Height
		}
	case ".svg":
		text, err := io.ReadAll(io.LimitReader(file, 4<<20))
		if err != nil {
			return asset, diag.List{unreadable(name, err)}
		}
		asset.Width, asset.Height, asset.Unsafe = readSVG(text)
	}
	if asset.Unsafe != "" {
		return asset, diag.List{diag.New(diag.ImageUnsafe, diag.Place{Path: name}, "this picture %s", asset.Unsafe).
			WithHint("export it again as a plain SVG, without scripts and links")}
	}
	return asset, nil
}

// published are the types of files that a portal may hold beside its pages. Whatever a browser would run or a host would
// take for a setting is not among them.
var published = []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".pdf", ".csv", ".txt", ".ics", ".zip",
	".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".mp4", ".webm", ".mp3", ".ogg"}

// readSVG returns the size of an SVG and why it must not be published. A picture that is opened on its own runs in the
// portal's origin, so nothing active may be in it.
func readSVG(text []byte) (width, height int, unsafe string) {
	decoder := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return width, height, ""
		}
		if err != nil {
			return width, height, "is not well-formed XML"
		}
		switch token := token.(type) {
		case xml.Directive:
			return width, height, "has a document type, which can hide anything"
		case xml.ProcInst:
			if token.Target != "xml" {
				return width, height, "has a processing instruction"
			}
		case xml.CharData:
			if refersOutside(strings.ToLower(string(token))) {
				return width, height, "refers to something outside itself"
			}
		case xml.StartElement:
			if reason := unsafeElement(token); reason != "" {
				return width, height, reason
			}
			if token.Name.Local == "svg" && width == 0 {
				width, height = svgSize(token)
			}
		}
	}
}

func unsafeElement(e xml.StartElement) string {
	switch strings.ToLower(e.Name.Local) {
	case "script", "foreignobject", "iframe", "embed", "object", "handler", "listener", "animate", "set", "animatetransform", "animatemotion":
		return "has a <" + e.Name.Local + ">"
	}
	for _, attribute := range e.Attr {
		name, value := strings.ToLower(attribute.Name.Local), strings.ToLower(strings.TrimSpace(attribute.Value))
		switch {
		case strings.HasPrefix(name, "on"):
			return "has the event handler " + attribute.Name.Local
		case (name == "href" || name == "src") && !strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "data:image/png") && !strings.HasPrefix(value, "data:image/jpeg"):
			return "refers to something outside itself"
		case refersOutside(value):
			return "refers to something outside itself"
		}
	}
	return ""
}

// refersOutside reports whether a style, or text that may be one, asks for something that is not in the picture.
func refersOutside(style string) bool {
	if strings.Contains(style, "@import") {
		return true
	}
	for _, target := range strings.Split(style, "url(")[1:] {
		if !strings.HasPrefix(strings.TrimLeft(target, " \t\n'\""), "#") {
			return true
		}
	}
	return false
}

// svgSize reads width and height, or the view box where they are missing.
func svgSize(e xml.StartElement) (width, height int) {
	var box []string
	for _, attribute := range e.Attr {
		n, err := strconv.ParseFloat(strings.TrimSuffix(attribute.Value, "px"), 64)
		switch attribute.Name.Local {
		case "width":
			if err == nil {
				width = int(n)
			}
		case "height":
			if err == nil {
				height = int(n)
			}
		case "viewBox":
			box = strings.Fields(strings.ReplaceAll(attribute.Value, ",", " "))
		}
	}
	if (width <= 0 || height <= 0) && len(box) == 4 {
		w, errW := strconv.ParseFloat(box[2], 64)
		h, errH := strconv.ParseFloat(box[3], 64)
		if errW == nil && errH == nil {
			width, height = int(w), int(h)
		}
	}
	return width, height
}
