package site

import (
	"net/url"
	"strings"
)

// folderAddress is where the overview of a folder is published.
func folderAddress(folder string) string {
	folder = strings.TrimPrefix(folder, "content")
	return "/" + strings.Trim(folder, "/") + "/"
}

// assetAddress is where a picture or download is published.
func assetAddress(assetPath string) string { return "/" + strings.TrimPrefix(assetPath, "content/") }

// in moves an address into a language: the source language stands at the root, every other under its tag.
func (s *Site) in(address, lang string) string {
	if lang == s.workspace.Settings.Source {
		return address
	}
	return "/" + lang + address
}

// href is an address as it is written into a page: below the base path, escaped.
func (s *Site) href(address, fragment string) string {
	parts := strings.Split(address, "/")
	for i, part := range parts {
		parts[i] = url.PathEscape(part)
	}
	link := s.options.Base + strings.Join(parts, "/")
	if fragment != "" {
		link += "#" + url.PathEscape(fragment)
	}
	return link
}

// File is the file in which an address is written: a page's index.html in its folder.
func File(address string) string {
	if strings.HasSuffix(address, "/") {
		return strings.TrimPrefix(address, "/") + "index.html"
	}
	return strings.TrimPrefix(address, "/")
}
