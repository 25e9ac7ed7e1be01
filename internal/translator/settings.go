package translator

import (
	"strconv"
	"time"

	"parley/internal/doc"
	"parley/internal/engine"
	"parley/internal/kind"
	"parley/internal/workspace"
)

// Provider is what the settings say of one service of the chain.
type Provider struct {
	engine.Config
	Audience  kind.Audience // the most confidential text that may go there
	Languages []string      // none for all
	Limits    engine.Limits
	Price     string // of a million characters, as an exact amount; "" for nothing
	Currency  string
}

// Rank is that of the most confidential text that the provider may see.
func (p Provider) Rank() int { return rankOf(p.Audience) }

func rankOf(audience kind.Audience) int {
	switch audience {
	case kind.Public:
		return 0
	case kind.Partner:
		return 1
	}
	return 2
}

// Providers reads the chain from content/site.yaml. A service that may see more than partners may has to be named as such;
// what stays on this machine may see all.
func Providers(w *workspace.Workspace) []Provider {
	d, ok := w.Document(workspace.SettingsPath)
	if !ok {
		return nil
	}
	var providers []Provider
	for _, item := range d.Fields.Get("translation").Get("providers").Items {
		providers = append(providers, readProvider(item))
	}
	return providers
}

func readProvider(item doc.Value) Provider {
	p := Named(item.Str("id"))
	p.Endpoint, p.Version, p.Region = item.Str("endpoint"), item.Str("version"), item.Str("region")
	p.Project, p.Location, p.Glossary = item.Str("project"), item.Str("location"), item.Str("glossary")
	p.Formality, p.Unofficial = item.Str("formality"), item.Str("i_accept_unofficial") == "true"
	p.Languages, p.Price, p.Currency = item.Strings("languages"), item.Str("price"), item.Str("currency")
	for _, way := range item.Get("through").Keys {
		if p.Chain == nil {
			p.Chain = map[string][]string{}
		}
		p.Chain[way.Name] = item.Get("through").Strings(way.Name)
	}
	if audience := item.Str("audience"); audience != "" && p.Name != "gtranslate" {
		p.Audience = kind.Audience(audience)
	}
	if n, err := strconv.Atoi(item.Str("budget")); err == nil {
		p.Limits.Budget = n
	}
	if n, err := strconv.Atoi(item.Str("parallel")); err == nil && n > 0 {
		p.Limits.Parallel = n
	}
	if rate, err := strconv.ParseFloat(item.Str("rate"), 64); err == nil && rate > 0 {
		p.Limits.Interval = max(p.Limits.Interval, time.Duration(float64(time.Second)/rate))
	}
	return p
}

// Named is a provider of which the settings say nothing but its name.
func Named(name string) Provider {
	p := Provider{Config: engine.Config{Name: name}, Audience: kind.Partner, Limits: engine.Normal()}
	switch name {
	case "gtranslate":
		p.Audience = kind.Public
		p.Limits.Parallel, p.Limits.Interval, p.Limits.Tries, p.Limits.Breaker = 1, time.Second, 1, 1
	case "apertium", "pseudo":
		p.Audience = kind.Internal
		p.Limits.Parallel = 2
	}
	return p
}

// Serves reports whether a provider is meant for a language. Languages that nobody speaks are pseudo's, and pseudo's alone.
func (p Provider) Serves(language string) bool {
	if engine.IsTest(language) || p.Name == "pseudo" {
		return engine.IsTest(language) && p.Name == "pseudo"
	}
	if len(p.Languages) == 0 {
		return true
	}
	for _, own := range p.Languages {
		if own == language {
			return true
		}
	}
	return false
}
