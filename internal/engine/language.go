package engine

import "strings"

// codes is a service's own table of languages: what a BCP 47 tag, or its language, is called there. Our tag is never passed on
// as it is: some services take one that they do not know for English.
type codes map[string]string

// known makes a table of languages that are called as in BCP 47, and of those that are not (tag=code).
func known(same string, other ...string) codes {
	table := codes{}
	for _, code := range strings.Fields(same) {
		table[code] = code
	}
	for _, pair := range other {
		tag, code, _ := strings.Cut(pair, "=")
		table[strings.ToLower(tag)] = code
	}
	return table
}

// of looks a tag up: as a whole, then with fewer subtags, so that fr-BE is French; and pt-BR is not Portuguese of Portugal
// where the table tells them apart.
func (c codes) of(tag string) (string, bool) {
	for tag = strings.ToLower(tag); tag != ""; {
		if code, ok := c[tag]; ok {
			return code, true
		}
		cut := strings.LastIndexByte(tag, '-')
		if cut < 0 {
			return "", false
		}
		tag = tag[:cut]
	}
	return "", false
}

// pair looks up both languages of a translation.
func pair(sources, targets codes, from, to string) (source, target string, ok bool) {
	source, known := sources.of(from)
	target, ok = targets.of(to)
	return source, target, ok && known && source != target
}

// The tables. They follow the services' documentation of 2026.
var (
	libreCodes = known("ar az bg bn ca cs da de el en eo es et fa fi fr ga gl he hi hu id it ja ko lt lv ms nb nl pl pt ro ru sk sl sq sv th tl tr uk ur vi",
		"zh=zh-Hans", "zh-hans=zh-Hans", "zh-cn=zh-Hans", "zh-hant=zh-Hant", "zh-tw=zh-Hant", "zh-hk=zh-Hant", "pt-br=pt-BR", "no=nb")
	azureCodes = known("af am ar az bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr ht hu hy id is it ja ka kk km kn ko ku ky lo lt lv mk ml mn mr ms mt my nb ne nl or pa pl pt ro ru sk sl so sq sv sw ta te th tr uk ur uz vi zu",
		"zh=zh-Hans", "zh-hans=zh-Hans", "zh-cn=zh-Hans", "zh-hant=zh-Hant", "zh-tw=zh-Hant", "zh-hk=zh-Hant", "pt-pt=pt-pt", "fr-ca=fr-ca", "no=nb", "sr=sr-Cyrl", "sr-latn=sr-Latn", "sr-cyrl=sr-Cyrl")
	amazonCodes = known("af am ar az bg bn bs ca cs cy da de el en es et fa fi fr ga gu ha he hi hr ht hu hy id is it ja ka kk kn ko lt lv mk ml mn mr ms mt nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz vi",
		"zh=zh", "zh-hans=zh", "zh-cn=zh", "zh-hant=zh-TW", "zh-tw=zh-TW", "zh-hk=zh-TW", "pt-pt=pt-PT", "fr-ca=fr-CA", "es-mx=es-MX", "nb=no", "nn=no")
	googleCodes = known("af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu ha he hi hr ht hu hy id is it ja ka kk km kn ko ku ky lo lt lv mk ml mn mr ms mt my ne nl no or pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz vi xh yi zu",
		"zh=zh-CN", "zh-hans=zh-CN", "zh-cn=zh-CN", "zh-hant=zh-TW", "zh-tw=zh-TW", "zh-hk=zh-TW", "pt-pt=pt-PT", "fr-ca=fr-CA", "nb=no", "nn=no")
	deeplSources = upper("ar bg cs da de el en es et fi fr he hu id it ja ko lt lv nb nl pl pt ro ru sk sl sv th tr uk vi zh", "no=NB")
	deeplTargets = upper("ar bg cs da de el es et fi fr he hu id it ja ko lt lv nb nl pl ro ru sk sl sv th tr uk vi",
		"en=EN-GB", "en-us=EN-US", "en-gb=EN-GB", "pt=PT-PT", "pt-br=PT-BR", "pt-pt=PT-PT", "es-419=ES-419", "no=NB",
		"zh=ZH-HANS", "zh-hans=ZH-HANS", "zh-cn=ZH-HANS", "zh-hant=ZH-HANT", "zh-tw=ZH-HANT")
	apertiumCodes = known("", "en=eng", "es=spa", "ca=cat", "gl=glg", "fr=fra", "pt=por", "it=ita", "eo=epo", "eu=eus", "oc=oci", "ro=ron")
)

// upper makes a table of a service that writes languages in capitals.
func upper(same string, other ...string) codes {
	table := known(same, other...)
	for tag, code := range table {
		table[tag] = strings.ToUpper(code)
	}
	return table
}
