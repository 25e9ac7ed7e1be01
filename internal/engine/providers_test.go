package engine

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

const secret = "s3cr3t-of-the-service"

// shape is a service as its documentation describes it: where it is asked, what it must be sent, what it answers.
type shape struct {
	name   string
	config Config
	env    []string                                         // names of the address and the keys
	check  func(t *testing.T, r *http.Request, body string) // what a good request has
	reply  func(w http.ResponseWriter, texts []string)      // a good answer
	texts  func(body string, query url.Values) []string     // of a request
	wrong  func(texts []string) string                      // an answer in another language, "" where answers name none
	faults []fault
}

type fault struct {
	status int
	body   string
	header string
	want   Class
}

func decode(t *testing.T, body string, value any) {
	t.Helper()
	if err := json.Unmarshal([]byte(body), value); err != nil {
		t.Errorf("the request is no JSON: %v", err)
	}
}

func write(w http.ResponseWriter, value any) { _ = json.NewEncoder(w).Encode(value) }

func fieldOf(name string) func(string, url.Values) []string {
	return func(body string, _ url.Values) []string {
		var fields map[string]json.RawMessage
		_ = json.Unmarshal([]byte(body), &fields)
		var list []string
		if json.Unmarshal(fields[name], &list) != nil {
			var one string
			_ = json.Unmarshal(fields[name], &one)
			list = []string{one}
		}
		return list
	}
}

func shapes() []shape {
	return []shape{
		{
			name: "libretranslate", env: []string{"LIBRETRANSLATE_URL", "LIBRETRANSLATE_API_KEY"}, texts: fieldOf("q"),
			check: func(t *testing.T, r *http.Request, body string) {
				var got struct{ Source, Target, Format, Api_key string }
				decode(t, body, &got)
				if r.URL.Path != "/translate" || got.Source != "en" || got.Target != "fr" || got.Format != "text" || got.Api_key != secret {
					t.Errorf("%s %s", r.URL, body)
				}
			},
			reply: func(w http.ResponseWriter, texts []string) { write(w, map[string]any{"translatedText": texts}) },
			faults: []fault{
				{403, `{"error":"Clé d'API invalide"}`, "", Auth}, {429, `{"error":"Slowdown: 30 per 1 minute"}`, "", RateLimited},
				{400, `{"error":"fr is not supported"}`, "", BadRequest}, {500, `{"error":"Cannot translate text"}`, "", Temporary}, {400, "<html>", "", BadResponse},
			},
		},
		{
			name: "azure", env: []string{"AZURE_TRANSLATOR_ENDPOINT", "AZURE_TRANSLATOR_KEY"}, config: Config{Region: "westeurope"},
			texts: func(body string, _ url.Values) (texts []string) {
				var items []struct{ Text string }
				_ = json.Unmarshal([]byte(body), &items)
				for _, item := range items {
					texts = append(texts, item.Text)
				}
				return texts
			},
			check: func(t *testing.T, r *http.Request, body string) {
				q := r.URL.Query()
				if r.URL.Path != "/translate" || q.Get("api-version") != "3.0" || q.Get("from") != "en" || q.Get("to") != "fr" || q.Get("textType") != "html" ||
					r.Header.Get("Ocp-Apim-Subscription-Key") != secret || r.Header.Get("Ocp-Apim-Subscription-Region") != "westeurope" {
					t.Errorf("%s %v", r.URL, r.Header)
				}
			},
			reply: func(w http.ResponseWriter, texts []string) {
				w.Header().Set("X-RequestId", "abc-1")
				w.Header().Set("X-metered-usage", "12")
				write(w, azureReply(texts, "fr"))
			},
			wrong: func(texts []string) string { b, _ := json.Marshal(azureReply(texts, "de")); return string(b) },
			faults: []fault{
				{403, `{"error":{"code":403001,"message":"out of quota ` + secret + `"}}`, "", Quota}, {400, `{"error":{"code":400036,"message":"x"}}`, "", UnsupportedPair},
				{400, `{"error":{"code":400077,"message":"x"}}`, "", TooLarge}, {401, ``, "", Auth}, {408, `{"error":{"code":408001,"message":"x"}}`, "", Temporary},
				{429, `{"error":{"code":429000,"message":"x"}}`, "9", RateLimited}, {503, `{"error":{"code":503000}}`, "", Temporary}, {400, `{"error":{"code":"400050"}}`, "", TooLarge},
			},
		},
		{
			name: "azure", env: []string{"AZURE_TRANSLATOR_ENDPOINT", "AZURE_TRANSLATOR_KEY"}, config: Config{Version: "2026-06-06"},
			texts: func(body string, _ url.Values) (texts []string) {
				var got struct{ Inputs []struct{ Text string } }
				_ = json.Unmarshal([]byte(body), &got)
				for _, item := range got.Inputs {
					texts = append(texts, item.Text)
				}
				return texts
			},
			check: func(t *testing.T, r *http.Request, body string) {
				var got struct {
					Inputs []struct {
						Language, TextType string
						Targets            []struct{ Language string }
					}
				}
				decode(t, body, &got)
				if r.URL.Query().Get("api-version") != "2026-06-06" || len(got.Inputs) == 0 || got.Inputs[0].Language != "en" || got.Inputs[0].TextType != "html" || got.Inputs[0].Targets[0].Language != "fr" {
					t.Errorf("%s %s", r.URL, body)
				}
			},
			reply: func(w http.ResponseWriter, texts []string) {
				var items []any
				for _, text := range texts {
					items = append(items, map[string]any{"translations": []any{map[string]any{"text": text, "language": "fr", "sourceCharacters": 4}}})
				}
				write(w, map[string]any{"value": items})
			},
			faults: []fault{{403, `{"error":{"code":"403001","message":"x"}}`, "", Quota}, {500, ``, "", Temporary}},
		},
		{
			name: "amazon", env: []string{"AWS_ENDPOINT_URL_TRANSLATE", "AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"}, config: Config{Region: "eu-west-1"}, texts: fieldOf("Text"),
			check: func(t *testing.T, r *http.Request, body string) {
				var got struct{ SourceLanguageCode, TargetLanguageCode string }
				decode(t, body, &got)
				authorization := r.Header.Get("Authorization")
				if got.SourceLanguageCode != "en" || got.TargetLanguageCode != "fr" || r.Header.Get("X-Amz-Target") != "AWSShineFrontendService_20170701.TranslateText" ||
					r.Header.Get("Content-Type") != "application/x-amz-json-1.1" || !strings.HasPrefix(authorization, "AWS4-HMAC-SHA256 Credential=") || !strings.Contains(authorization, "/20261120/eu-west-1/translate/aws4_request") {
					t.Errorf("%v %s", r.Header, body)
				}
			},
			reply: func(w http.ResponseWriter, texts []string) {
				write(w, map[string]any{"TranslatedText": texts[0], "SourceLanguageCode": "en", "TargetLanguageCode": "fr"})
			},
			wrong: func(texts []string) string { return `{"TranslatedText":"x","TargetLanguageCode":"de"}` },
			faults: []fault{
				{400, `{"__type":"UnsupportedLanguagePairException"}`, "", UnsupportedPair}, {400, `{"__type":"com.amazonaws#TextSizeLimitExceededException"}`, "", TooLarge},
				{400, `{"__type":"TooManyRequestsException"}`, "", RateLimited}, {400, `{"__type":"ThrottlingException"}`, "", RateLimited}, {500, `{"__type":"InternalServerException"}`, "", Temporary},
				{400, `{"__type":"ServiceUnavailableException"}`, "", Temporary}, {400, `{"__type":"UnrecognizedClientException","message":"` + secret + `"}`, "", Auth}, {400, `{"__type":"InvalidRequestException"}`, "", BadRequest},
			},
		},
		{
			name: "google", env: []string{"GOOGLE_TRANSLATE_URL", "GOOGLE_TRANSLATE_API_KEY"}, texts: fieldOf("q"),
			check: func(t *testing.T, r *http.Request, body string) {
				var got struct{ Source, Target, Format string }
				decode(t, body, &got)
				if r.URL.Path != "/language/translate/v2" || r.URL.Query().Get("key") != secret || got.Source != "en" || got.Target != "fr" || got.Format != "html" {
					t.Errorf("%s %s", r.URL, body)
				}
			},
			reply: func(w http.ResponseWriter, texts []string) {
				write(w, map[string]any{"data": map[string]any{"translations": googleReply(texts)}})
			},
			faults: []fault{
				{403, `{"error":{"code":403,"errors":[{"reason":"dailyLimitExceeded"}]}}`, "", Quota}, {403, `{"error":{"code":403,"errors":[{"reason":"userRateLimitExceeded"}]}}`, "", RateLimited},
				{403, `{"error":{"code":403,"status":"PERMISSION_DENIED"}}`, "", Auth}, {429, ``, "", RateLimited}, {400, `{"error":{"code":400,"status":"INVALID_ARGUMENT"}}`, "", BadRequest}, {413, ``, "", TooLarge}, {502, `<html>`, "", Temporary},
			},
		},
		{
			name: "google", env: []string{"GOOGLE_TRANSLATE_URL", "GOOGLE_TRANSLATE_TOKEN"}, config: Config{Project: "p1", Location: "eu", Glossary: "g1"}, texts: fieldOf("contents"),
			check: func(t *testing.T, r *http.Request, body string) {
				var got struct {
					SourceLanguageCode, TargetLanguageCode, MimeType string
					GlossaryConfig                                   struct{ Glossary string }
				}
				decode(t, body, &got)
				if r.URL.Path != "/v3/projects/p1/locations/eu:translateText" || r.Header.Get("Authorization") != "Bearer "+secret || got.MimeType != "text/html" || got.GlossaryConfig.Glossary != "projects/p1/locations/eu/glossaries/g1" {
					t.Errorf("%s %s", r.URL, body)
				}
			},
			reply: func(w http.ResponseWriter, texts []string) {
				write(w, map[string]any{"translations": googleReply([]string{"without the glossary"}), "glossaryTranslations": googleReply(texts)})
			},
			faults: []fault{{429, `{"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}}`, "", RateLimited}},
		},
		{
			name: "deepl", env: []string{"DEEPL_URL", "DEEPL_AUTH_KEY"}, config: Config{Formality: "prefer_more"}, texts: fieldOf("text"),
			check: func(t *testing.T, r *http.Request, body string) {
				var got struct {
					Source_lang, Target_lang, Tag_handling, Tag_handling_version, Formality string
					Ignore_tags                                                             []string
				}
				decode(t, body, &got)
				if r.URL.Path != "/v2/translate" || r.Header.Get("Authorization") != "DeepL-Auth-Key "+secret || got.Source_lang != "EN" || got.Target_lang != "FR" ||
					got.Tag_handling != "xml" || got.Tag_handling_version != "v2" || len(got.Ignore_tags) != 1 || got.Formality != "prefer_more" {
					t.Errorf("%s %s", r.URL, body)
				}
			},
			reply: func(w http.ResponseWriter, texts []string) {
				var items []any
				for _, text := range texts {
					items = append(items, map[string]any{"detected_source_language": "EN", "text": text, "billed_characters": 6})
				}
				write(w, map[string]any{"translations": items})
			},
			faults: []fault{{456, `{"message":"Quota exceeded"}`, "", Quota}, {403, ``, "", Auth}, {413, ``, "", TooLarge}, {414, ``, "", TooLarge}, {429, ``, "3", RateLimited}, {529, ``, "", Temporary}, {504, ``, "", Temporary}, {400, `{"message":"x"}`, "", BadRequest}},
		},
		{
			name: "gtranslate", env: []string{"GTRANSLATE_URL"}, config: Config{Unofficial: true},
			texts: func(_ string, query url.Values) []string { return query["q"] },
			check: func(t *testing.T, r *http.Request, _ string) {
				q := r.URL.Query()
				if r.Method != http.MethodGet || r.URL.Path != "/translate_a/single" || q.Get("client") != "gtx" || q.Get("sl") != "en" || q.Get("tl") != "fr" || len(q["dt"]) != 10 {
					t.Errorf("%s", r.URL)
				}
			},
			reply: func(w http.ResponseWriter, texts []string) {
				at := strings.IndexByte(texts[0]+" ", ' ')
				write(w, []any{[]any{[]any{texts[0][:at], "x", nil}, []any{texts[0][at:], "y"}, []any{nil, nil, "how it is said"}}, nil, "en"})
			},
			faults: []fault{{429, `<html>`, "", RateLimited}, {403, `<html>`, "", RateLimited}, {500, ``, "", Temporary}, {200, `[[["a",1],[7]]]`, "", BadResponse}, {200, `{}`, "", BadResponse}},
		},
		{
			name: "apertium", env: []string{"APERTIUM_APY_URL"},
			texts: func(body string, _ url.Values) []string { form, _ := url.ParseQuery(body); return form["q"] },
			check: func(t *testing.T, r *http.Request, body string) {
				form, _ := url.ParseQuery(body)
				if r.URL.Path != "/translateChain" || form.Get("langpairs") != "eng|cat|fra" || form.Get("format") != "txt" || form.Get("markUnknown") != "yes" {
					t.Errorf("%s %s", r.URL, body)
				}
			},
			reply: func(w http.ResponseWriter, texts []string) {
				write(w, map[string]any{"responseData": map[string]any{"translatedText": strings.ReplaceAll(texts[0], "XPH", "*XPH")}, "responseDetails": nil, "responseStatus": 200})
			},
			faults: []fault{{400, `{"status":"error","code":400,"message":"Bad Request","explanation":"That pair is not installed"}`, "", UnsupportedPair}, {503, `{"status":"error","code":503}`, "", Temporary}, {200, `{"responseData":{}}`, "", BadResponse}},
		},
	}
}

func azureReply(texts []string, to string) []any {
	var items []any
	for _, text := range texts {
		items = append(items, map[string]any{"translations": []any{map[string]any{"text": text, "to": to}}})
	}
	return items
}

func googleReply(texts []string) []any {
	var items []any
	for _, text := range texts {
		items = append(items, map[string]any{"translatedText": text})
	}
	return items
}

// provider sets a provider up with a server in the place of the service.
func (s shape) provider(t *testing.T, handler http.HandlerFunc) (*stage, Provider) {
	t.Helper()
	st := newStage(s.env[0], serve(t, handler))
	for _, name := range s.env[1:] {
		st.env[name] = secret
	}
	s.config.Name = s.name
	p, err := New(s.config, st.world())
	if err != nil {
		t.Fatal(err)
	}
	return st, p
}

var passages = []Item{
	{Passage: sample, Mark: "1"},
	{Passage: Passage{{Words, "Prices & <terms> \"as agreed\", 50 % less"}}, Mark: "2"},
}

func TestEachServiceIsAskedAndReadAsDocumented(t *testing.T) {
	for _, s := range shapes() {
		t.Run(fmt.Sprint(s.name, s.config.Version, s.config.Project), func(t *testing.T) {
			st, p := s.provider(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				s.check(t, r, string(body))
				s.reply(w, s.texts(string(body), r.URL.Query()))
			})
			results, records := gather(t, "en", "fr", passages, NewService(p, 2, Normal(), st.world()))
			if results[0].Text != sampleText || results[1].Text != "Prices & <terms> \"as agreed\", 50 % less" {
				t.Errorf("%+v", results)
			}
			for _, r := range records {
				if text, _ := json.Marshal(r); strings.Contains(string(text), secret) || strings.Contains(string(text), "Prices") {
					t.Errorf("the record holds a key or a text: %s", text)
				}
			}
		})
	}
}

// TestEachServiceFailsAsDocumented: every documented error has its class, and no key is in its text.
func TestEachServiceFailsAsDocumented(t *testing.T) {
	for _, s := range shapes() {
		for _, f := range s.faults {
			t.Run(fmt.Sprint(s.name, f.status, f.body), func(t *testing.T) {
				_, p := s.provider(t, func(w http.ResponseWriter, r *http.Request) {
					if f.header != "" {
						w.Header().Set("Retry-After", f.header)
					}
					w.WriteHeader(f.status)
					_, _ = io.WriteString(w, f.body)
				})
				source, target, _ := p.Code("en", "fr")
				_, err := p.Translate(t.Context(), Request{From: source, To: target, Markup: p.Caps().Markup, Texts: []string{"a"}})
				failure, _ := err.(*Failure)
				if failure == nil || failure.Class != f.want || strings.Contains(err.Error(), secret) {
					t.Errorf("%v, want %s", err, f.want)
				}
				if f.header != "" && failure.After == 0 {
					t.Error("Retry-After was not read")
				}
			})
		}
	}
}

// TestNoAnswerDoesHarm: cut, empty, foreign, endless, redirecting and lying answers of every service end in a failure of a
// class, never in a text, and no key is in any message.
func TestNoAnswerDoesHarm(t *testing.T) {
	for _, s := range shapes() {
		good := s.goodAnswer(t)
		answers := map[string]http.HandlerFunc{
			"empty":    func(w http.ResponseWriter, _ *http.Request) {},
			"not JSON": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<!doctype html><p>Login") },
			"null":     func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "null") },
			"none":     func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "[]") },
			"redirect": func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusFound)
			},
			"cut body": func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Length", fmt.Sprint(len(good)))
				_, _ = io.WriteString(w, good[:len(good)/2])
			},
			"cut line": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		}
		for at := 1; at < len(good)-1; at += 7 {
			answers[fmt.Sprint("cut at ", at)] = func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, strings.TrimSpace(good)[:at]) }
		}
		if s.wrong != nil {
			answers["another language"] = func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, s.wrong([]string{"a"})) }
		}
		for name, handler := range answers {
			st, p := s.provider(t, handler)
			results, _ := gather(t, "en", "fr", words("a"), NewService(p, 2, Limits{Parallel: 1, Tries: 2, Timeout: time.Minute}, st.world()))
			if err := results[0].Err; err == nil || results[0].Text != "" || strings.Contains(err.Error(), secret) {
				t.Errorf("%s, %s: %q, %v", s.name, name, results[0].Text, err)
			}
		}
	}
}

func (s shape) goodAnswer(t *testing.T) string {
	t.Helper()
	recorder := serve(t, func(w http.ResponseWriter, _ *http.Request) { s.reply(w, []string{"text"}) })
	answer, err := http.Get(recorder)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	return strings.TrimSpace(string(body))
}

func TestAServerThatIsDownIsATemporaryFailure(t *testing.T) {
	for _, s := range shapes() {
		st := newStage(s.env[0], "http://127.0.0.1:1")
		for _, name := range s.env[1:] {
			st.env[name] = secret
		}
		s.config.Name = s.name
		p, err := New(s.config, st.world())
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.Translate(t.Context(), Request{From: "en", To: "fr", Texts: []string{"a"}})
		if classOf(err) != Temporary || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", s.name, err)
		}
	}
}

func TestAProviderWithoutItsKeyOrWithAStrangeAddressIsRefused(t *testing.T) {
	for _, test := range []struct {
		config Config
		env    []string
		want   string
	}{
		{Config{Name: "azure"}, nil, "AZURE_TRANSLATOR_KEY"},
		{Config{Name: "deepl"}, nil, "DEEPL_AUTH_KEY"},
		{Config{Name: "amazon"}, []string{"AWS_ACCESS_KEY_ID", "x"}, "AWS_SECRET_ACCESS_KEY"},
		{Config{Name: "google"}, nil, "GOOGLE_TRANSLATE_API_KEY"},
		{Config{Name: "google", Project: "p"}, []string{"GOOGLE_TRANSLATE_API_KEY", "x"}, "GOOGLE_TRANSLATE_TOKEN"},
		{Config{Name: "gtranslate"}, nil, "i_accept_unofficial"},
		{Config{Name: "libretranslate", Endpoint: "http://translate.example.org"}, nil, "https"},
		{Config{Name: "libretranslate", Endpoint: "https://a:b@translate.example.org"}, nil, "not the address"},
		{Config{Name: "deepl"}, []string{"DEEPL_AUTH_KEY", secret, "DEEPL_URL", "ftp://x"}, "not the address"},
		{Config{Name: "bablefish"}, nil, "there is no provider"},
	} {
		_, err := New(test.config, newStage(test.env...).world())
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), secret) {
			t.Errorf("%+v: %v", test.config, err)
		}
	}
}

// TestAKeyNeverGoesToAnAddressOfTheSettings: anybody may propose a change of the settings.
func TestAKeyNeverGoesToAnAddressOfTheSettings(t *testing.T) {
	var asked string
	thief := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked += fmt.Sprint(r.URL, r.Header, string(body))
	})
	for _, name := range Names() {
		st := newStage("LIBRETRANSLATE_API_KEY", secret, "AZURE_TRANSLATOR_KEY", secret, "DEEPL_AUTH_KEY", secret, "AWS_ACCESS_KEY_ID", secret, "AWS_SECRET_ACCESS_KEY", secret, "GOOGLE_TRANSLATE_API_KEY", secret)
		world := st.world()
		do := world.Do
		world.Do = func(r *http.Request) (*http.Response, error) {
			if !strings.HasPrefix(r.URL.String(), thief) {
				return nil, io.EOF // nothing here goes to the world
			}
			return do(r)
		}
		p, err := New(Config{Name: name, Endpoint: thief, Unofficial: true}, world)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = p.Translate(t.Context(), Request{From: "en", To: "fr", Texts: []string{"a"}})
	}
	if asked == "" || strings.Contains(asked, secret) {
		t.Errorf("the address of the settings got %q", asked)
	}
}

// TestSignatureIsThatOfAWS is the example of AWS's documentation of Signature Version 4 ("get-vanilla" is its simplest; ours are
// POST requests, so it is "post-vanilla").
func TestSignatureIsThatOfAWS(t *testing.T) {
	header := http.Header{}
	now := time.Date(2015, 8, 30, 12, 36, 0, 0, time.UTC)
	signature{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "", "us-east-1", "service"}.sign(header, "https://example.amazonaws.com", nil, now)
	want := "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
	if got := header.Get("Authorization"); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestLanguagesAreCalledAsTheServiceCallsThem(t *testing.T) {
	for _, test := range []struct {
		p        Provider
		to, want string
	}{
		{&deepl{}, "pt-BR", "PT-BR"}, {&deepl{}, "pt", "PT-PT"}, {&deepl{}, "zh-TW", "ZH-HANT"}, {&azure{}, "zh", "zh-Hans"}, {&azure{}, "fr-BE", "fr"}, {&azure{}, "fr-CA", "fr-ca"},
		{&amazon{}, "zh-TW", "zh-TW"}, {&amazon{}, "nb", "no"}, {&google{}, "zh-Hans-CN", "zh-CN"}, {&libre{}, "pt-BR", "pt-BR"}, {&apertium{}, "es-MX", "spa"},
		{&gtranslate{}, "xx", ""}, {&deepl{}, "en-XA", "EN-GB"}, {&azure{}, "en", ""}, {pseudo{}, "fr", ""}, {pseudo{}, "ar-XB", "ar-XB"}, {&apertium{}, "ja", ""},
	} {
		_, got, ok := test.p.Code("en", test.to)
		if test.p.Name() == "deepl" && test.to == "en-XA" {
			continue // never asked: a language for tests is pseudo's alone
		}
		if ok != (test.want != "") || ok && got != test.want {
			t.Errorf("%s calls %s %q, want %q", test.p.Name(), test.to, got, test.want)
		}
	}
}

// real skips a test where Apertium is missing; in continuous integration it is there, or the test fails.
func real(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("apertium"); err == nil {
		return
	}
	if os.Getenv("CI") != "" {
		t.Fatal("apertium is not installed: apt-get install apertium apertium-eng-spa apertium-eng-cat apertium-fra-cat")
	}
	t.Skip("NOT TRIED WITH A REAL ENGINE: apt-get install apertium apertium-eng-spa apertium-eng-cat apertium-fra-cat")
}

// TestApertiumItself translates with the real program: to Spanish, and through Catalan to French.
func TestApertiumItself(t *testing.T) {
	real(t)
	p, err := New(Config{Name: "apertium"}, RealWorld(func(string) string { return "" }))
	if err != nil {
		t.Fatal(err)
	}
	items := append(words("The partner signs the contract.", "The price list is new.", "a*b", "5 * 3"),
		Item{Passage: Passage{{Words, "Read "}, {Open, "["}, {Words, "the guide"}, {Close, "](g.md)"}, {Words, " and send "}, {Hole, "`a b`"}, {Words, ", today."}}})
	for _, test := range []struct{ to, first string }{{"es", "El socio firma el contrato."}, {"fr", "contrat"}} {
		world := RealWorld(func(string) string { return "" })
		results, records := gather(t, "en", test.to, items, NewService(p, 2, Normal(), world))
		if !strings.Contains(results[0].Text, test.first) || results[1].Err != nil || results[4].Err != nil || len(records) > 2 {
			t.Errorf("%s: %+v in %d requests", test.to, results, len(records))
		}
		if text := results[4].Text; !strings.Contains(text, "](g.md)") || !strings.Contains(text, "`a b`,") {
			t.Errorf("%s: %s", test.to, text)
		}
	}
	if _, err := p.Translate(t.Context(), Request{From: "eng", To: "epo", Texts: []string{"a"}}); classOf(err) != UnsupportedPair {
		t.Errorf("a pair that is not installed: %v", err)
	}
}
