package chart

import (
	"strings"
	"testing"
)

// TestNamesBesideRows: whole words, in no more lines than have room, and never wider than the room.
func TestNamesBesideRows(t *testing.T) {
	for name, want := range map[string]string{
		"":                              "",
		"Asia":                          "Asia",
		"Middle East and North Africa":  "Middle East and|North Africa",
		"Europe and sub-Saharan Africa": "Europe and sub-|Saharan Africa",
		"الأمريكتان":                    "الأمريكتان",
		"欧州・サブサハラアフリカ":                  "欧州・|サブサハラアフリカ",
		"アジアの新しいパートナー":                  "アジアの新しい|パートナー",
		"マネージドサービスパートナー":                                                 "マネージドサービス|パートナー",
		"Sevenhundredandseventyseven":                                    "Sevenhundredan…",
		"one two three four five six seven eight nine ten eleven twelve": "one two three|four five six|seven eight nine…",
		"\xff\xff": "\xff\xff",
	} {
		got := beside(name)
		if got != strings.ReplaceAll(want, "|", "\n") {
			t.Errorf("%q is written %q, not %q", name, got, want)
		}
		for line := range strings.SplitSeq(got, "\n") {
			if wide(line) > room {
				t.Errorf("%q is %d wide", line, wide(line))
			}
		}
	}
}
