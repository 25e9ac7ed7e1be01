package workspace

import (
	"image"
	_ "image/gif"  // sizes of pictures
	_ "image/jpeg" // sizes of pictures
	_ "image/png"  // sizes of pictures
	"io"
	"io/fs"
	"path"
	"slices"
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
