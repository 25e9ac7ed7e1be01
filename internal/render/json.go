package render

import (
	"encoding/json"
	"strings"

	"parley/internal/site"
)

type jsonFeed struct {
	Version  string     `json:"version"`
	Title    string     `json:"title"`
	HomePage string     `json:"home_page_url"`
	URL      string     `json:"feed_url"`
	Language string     `json:"language"`
	Items    []jsonItem `json:"items"`
}

type jsonItem struct {
	ID        string   `json:"id"`
	URL       string   `json:"url"`
	Title     string   `json:"title"`
	Content   string   `json:"content_text"`
	Published string   `json:"date_published,omitempty"`
	Tags      []string `json:"tags,omitempty"`
	Language  string   `json:"language,omitempty"`
}

// jsonFeed renders a feed as JSON Feed 1.1 has it.
func (r *Renderer) jsonFeed(feed site.Feed) (File, error) {
	address := strings.TrimSuffix(feed.URL, "feed.xml") + "feed.json"
	out := jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: feed.Title.Text, HomePage: r.site.Origin() + feed.Page,
		URL: r.site.Origin() + address, Language: feed.Chrome.Lang, Items: []jsonItem{}}
	for _, item := range feed.Items {
		entry := jsonItem{ID: r.site.Origin() + item.URL, URL: r.site.Origin() + item.URL, Title: item.Title.Text, Content: item.Summary.Text,
			Tags: []string{item.Kind}, Language: item.Title.Lang}
		if item.Date != "" {
			entry.Published = moment(item.Date)
		}
		out.Items = append(out.Items, entry)
	}
	return r.jsonFile(address, out)
}

type jsonChanges struct {
	Updated string       `json:"updated"`
	Changes []jsonChange `json:"changes"`
}

type jsonChange struct {
	URL   string   `json:"url"`
	Title string   `json:"title"`
	Kind  string   `json:"kind"`
	Date  string   `json:"date"`
	Edits []string `json:"edits"`
}

// changes renders what has changed in a language lately. The reader's own browser compares it with the last visit.
func (r *Renderer) changes(index int) (File, error) {
	out := jsonChanges{Updated: r.site.Revised(), Changes: []jsonChange{}}
	for _, c := range r.site.Changes(index) {
		edits := c.Edits
		if edits == nil {
			edits = []string{}
		}
		out.Changes = append(out.Changes, jsonChange{c.URL, c.Title.Text, c.Kind, c.Date, edits})
	}
	return r.jsonFile(r.site.Chrome(index).Changes, out)
}

func (r *Renderer) jsonFile(address string, value any) (File, error) {
	data, err := json.Marshal(value)
	return File{Path: strings.TrimPrefix(strings.TrimPrefix(address, r.site.Base()), "/"), Data: append(data, '\n')}, err
}
