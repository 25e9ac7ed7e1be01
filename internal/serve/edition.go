package serve

import (
	"bytes"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// edition is a portal that is shown, with the pages of it that somebody has looked at.
type edition struct {
	portal Portal
	mutex  sync.Mutex
	pages  map[int][]byte
}

func newEdition(portal Portal) *edition { return &edition{portal: portal, pages: map[int][]byte{}} }

// good reports whether the portal was planned from content without errors.
func (e *edition) good() bool { return e.portal.Errors == 0 }

// page renders a page when it is asked for the first time. Two browsers that ask at once may both render it: the
// bytes are the same.
func (e *edition) page(i int) ([]byte, error) {
	e.mutex.Lock()
	data, ok := e.pages[i]
	e.mutex.Unlock()
	if ok {
		return data, nil
	}
	file, err := e.portal.Renderer.Page(i)
	if err != nil {
		return nil, err
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.pages[i] = file.Data
	return file.Data, nil
}

// prove renders the page at an address, if there is one, to see whether pages can be rendered at all.
func (e *edition) prove(address string) error {
	i, ok := e.portal.Site.Find(address)
	if !ok {
		return nil
	}
	_, err := e.page(i)
	return err
}

// answer answers with what the portal has at an address. Addresses are looked up, never opened: nothing that the plan
// does not know can be reached, whatever the path says.
func (e *edition) answer(w http.ResponseWriter, r *http.Request) {
	address := r.URL.Path
	if i, ok := e.portal.Site.Find(address); ok {
		e.answerPage(w, i, http.StatusOK)
		return
	}
	if data, ok := e.file(address); ok {
		if strings.HasSuffix(address, "/") {
			address = ".html"
		}
		w.Header().Set("Content-Type", contentType(address))
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
		return
	}
	if folder, ok := e.folder(address); ok {
		http.Redirect(w, r, (&url.URL{Path: folder, RawQuery: r.URL.RawQuery}).String(), http.StatusFound)
		return
	}
	if i, ok := e.notFound(address); ok {
		e.answerPage(w, i, http.StatusNotFound)
		return
	}
	http.Error(w, "There is no page at this address.", http.StatusNotFound)
}

func (e *edition) answerPage(w http.ResponseWriter, i, status int) {
	data, err := e.page(i)
	if err != nil {
		answerFailure(w, err.Error())
		return
	}
	w.Header().Set("Content-Type", contentType(".html"))
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	_, _ = w.Write(data) // the browser may have gone
}

// isHashed reports whether an address is that of one of the theme's assets.
func (e *edition) isHashed(address string) bool {
	name := strings.TrimPrefix(address, "/")
	_, ok := e.portal.Files[name]
	return ok && strings.HasPrefix(name, "assets/")
}

// file returns what is no page: the Markdown or the chart beside one, a file of the theme or of the site, an asset.
func (e *edition) file(address string) ([]byte, bool) {
	if folder, ok := strings.CutSuffix(address, "/page.md"); ok {
		if i, ok := e.portal.Site.Find(folder + "/"); ok {
			if file, ok := e.portal.Renderer.Markdown(i); ok {
				return file.Data, true
			}
		}
	}
	if folder, ok := strings.CutSuffix(address, "/chart.json"); ok {
		if i, ok := e.portal.Site.Find(folder + "/"); ok {
			if file, ok, err := e.portal.Renderer.Chart(i, e.portal.Site.Page(i)); ok && err == nil {
				return file.Data, true
			}
		}
	}
	name := strings.TrimPrefix(address, "/")
	if strings.HasSuffix(name, "/") {
		name += "index.html" // a page at an address that another has left
	}
	if data, ok := e.portal.Files[name]; ok {
		return data, true
	}
	if e.portal.Asset == nil {
		return nil, false
	}
	return e.portal.Asset(name)
}

// folder finds the page of which somebody has written the address without its slash, or with its file.
func (e *edition) folder(address string) (string, bool) {
	folder := address + "/"
	if path.Base(address) == "index.html" {
		folder = strings.TrimSuffix(address, "index.html")
	}
	_, ok := e.portal.Site.Find(folder)
	return folder, ok
}

// notFound returns the page that says in the language of an address that there is nothing at it.
func (e *edition) notFound(address string) (int, bool) {
	languages := e.portal.Site.Languages()
	first, _, _ := strings.Cut(strings.TrimPrefix(address, "/"), "/")
	if at := slices.Index(languages, first); at > 0 {
		return e.portal.Site.Find("/" + first + "/404.html")
	}
	return e.portal.Site.Find("/404.html")
}

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
