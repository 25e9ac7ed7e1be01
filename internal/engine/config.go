package engine

import (
	"cmp"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// Config is what the settings say of one service.
type Config struct {
	Name       string
	Endpoint   string // of a service that gets no key
	Version    string // of azure
	Region     string // of azure and amazon
	Project    string // of google
	Location   string
	Glossary   string              // of google and deepl
	Formality  string              // of deepl
	Chain      map[string][]string // of apertium: languages on the way to a target
	Unofficial bool                // gtranslate is wanted, although it is what it is
}

// Names are the services, in the order of the documentation.
func Names() []string {
	return []string{"apertium", "libretranslate", "azure", "amazon", "google", "deepl", "gtranslate", "pseudo"}
}

// New makes a provider. What the environment must hold and does not is said in the error.
//
// Whoever holds a key says where it goes: an address in the settings, which anybody may propose to change, never gets one.
func New(c Config, world World) (Provider, error) {
	w := web{c.Name, world}
	switch c.Name {
	case "pseudo":
		return pseudo{}, nil
	case "apertium":
		base, err := c.address("APERTIUM_APY_URL", c.Endpoint, world)
		return &apertium{w, base, apertiumChain(c.Chain)}, err
	case "libretranslate":
		base, err := c.address("LIBRETRANSLATE_URL", cmp.Or(c.Endpoint, "http://127.0.0.1:5000"), world)
		key := ""
		if world.Env("LIBRETRANSLATE_URL") != "" {
			key = world.Env("LIBRETRANSLATE_API_KEY")
		}
		return &libre{w, base, key}, err
	case "gtranslate":
		if !c.Unofficial {
			return nil, fmt.Errorf("gtranslate is unofficial: it asks an address that Google neither documents nor supports; read Google's terms, then write i_accept_unofficial: true")
		}
		base, err := c.address("GTRANSLATE_URL", "https://translate.google.com", world)
		return &gtranslate{w, base}, err
	}
	return c.keyed(w, world)
}

// keyed makes a provider that needs a key.
func (c Config) keyed(w web, world World) (Provider, error) {
	switch c.Name {
	case "azure":
		key, err := c.key("AZURE_TRANSLATOR_KEY", world)
		if err != nil {
			return nil, err
		}
		base, err := c.address("AZURE_TRANSLATOR_ENDPOINT", "https://api.cognitive.microsofttranslator.com", world)
		return &azure{w, base, key, cmp.Or(c.Region, world.Env("AZURE_TRANSLATOR_REGION")), cmp.Or(c.Version, "3.0")}, err
	case "deepl":
		key, err := c.key("DEEPL_AUTH_KEY", world)
		if err != nil {
			return nil, err
		}
		base, err := c.address("DEEPL_URL", deeplHost(key), world)
		return &deepl{w, base, key, c.Formality, c.Glossary}, err
	case "amazon":
		return c.amazon(w, world)
	case "google":
		return c.google(w, world)
	}
	return nil, fmt.Errorf("there is no provider %q; known are memory, %s", c.Name, strings.Join(Names(), ", "))
}

func (c Config) amazon(w web, world World) (Provider, error) {
	id, err := c.key("AWS_ACCESS_KEY_ID", world)
	if err != nil {
		return nil, err
	}
	secret, err := c.key("AWS_SECRET_ACCESS_KEY", world)
	if err != nil {
		return nil, err
	}
	region := cmp.Or(c.Region, world.Env("AWS_REGION"), "eu-west-1")
	base, err := c.address("AWS_ENDPOINT_URL_TRANSLATE", "https://translate."+region+".amazonaws.com", world)
	return &amazon{w, base, region, id, secret, world.Env("AWS_SESSION_TOKEN")}, err
}

func (c Config) google(w web, world World) (Provider, error) {
	key, token := world.Env("GOOGLE_TRANSLATE_API_KEY"), world.Env("GOOGLE_TRANSLATE_TOKEN")
	if c.Project != "" && token == "" {
		return nil, fmt.Errorf("google: the environment has no GOOGLE_TRANSLATE_TOKEN, which version 3 needs")
	}
	if key == "" && token == "" {
		return nil, fmt.Errorf("google: the environment has neither GOOGLE_TRANSLATE_API_KEY nor GOOGLE_TRANSLATE_TOKEN")
	}
	base, err := c.address("GOOGLE_TRANSLATE_URL", "https://translation.googleapis.com", world)
	return &google{w, base, key, token, c.Project, cmp.Or(c.Location, "global"), c.Glossary}, err
}

func (c Config) key(name string, world World) (string, error) {
	key := strings.TrimSpace(world.Env(name))
	if key == "" {
		return "", fmt.Errorf("%s: the environment has no %s", c.Name, name)
	}
	if strings.ContainsAny(key, "\r\n") {
		return "", fmt.Errorf("%s: %s holds a line break", c.Name, name)
	}
	return key, nil
}

// address is that of the environment, else the usual one. Over an open line a service may be asked on this machine only.
func (c Config) address(name, usual string, world World) (string, error) {
	text := strings.TrimSuffix(cmp.Or(world.Env(name), usual), "/")
	if text == "" {
		return "", nil
	}
	parsed, err := url.Parse(text)
	if err != nil || parsed.Host == "" || parsed.User != nil || parsed.RawQuery != "" || parsed.Scheme != "https" && parsed.Scheme != "http" {
		return "", fmt.Errorf("%s: %s is not the address of a service", c.Name, name)
	}
	if parsed.Scheme == "http" && !loopback(parsed.Hostname()) {
		return "", fmt.Errorf("%s: its address must begin with https://, or be on this machine", c.Name)
	}
	return text, nil
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

// apertiumChain names languages as Apertium does. French is reached through Catalan unless the settings say otherwise, as no
// pair leads there from English; Portuguese and Italian through Spanish.
func apertiumChain(settings map[string][]string) map[string][]string {
	chain := map[string][]string{"fra": {"cat"}, "por": {"spa"}, "ita": {"spa"}}
	for target, way := range settings {
		code, ok := apertiumCodes.of(target)
		if !ok {
			continue
		}
		chain[code] = nil
		for _, tag := range way {
			if step, ok := apertiumCodes.of(tag); ok {
				chain[code] = append(chain[code], step)
			}
		}
	}
	return chain
}

// Local reports whether a provider, as it is set up, keeps texts on this machine.
func Local(p Provider) bool {
	if a, ok := p.(*apertium); ok && a.base != "" {
		parsed, err := url.Parse(a.base)
		return err == nil && loopback(parsed.Hostname())
	}
	return p.Caps().Local
}
