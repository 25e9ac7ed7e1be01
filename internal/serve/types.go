package serve

import (
	"path"
	"strings"
)

// contentType says what a file is by the end of its name. The table of the system is not asked: what it says differs
// from machine to machine, and a browser that may not guess shows nothing where it is wrong.
func contentType(name string) string {
	switch extension := strings.ToLower(path.Ext(name)); extension {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".md":
		return "text/markdown; charset=utf-8"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".txt", "":
		return "text/plain; charset=utf-8"
	case ".ics":
		return "text/calendar; charset=utf-8"
	case ".xml":
		return "application/xml; charset=utf-8"
	case ".json", ".pdf", ".zip":
		return "application/" + extension[1:]
	case ".svg":
		return "image/svg+xml"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".png", ".gif", ".webp", ".avif":
		return "image/" + extension[1:]
	case ".woff", ".woff2":
		return "font/" + extension[1:]
	case ".mp4", ".webm":
		return "video/" + extension[1:]
	}
	return "application/octet-stream"
}
