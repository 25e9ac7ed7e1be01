package query

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/facts"
)

// TestAnAnswerIsKeptAsItIs writes answers and reads them again, whole and cut off at each byte.
func TestAnAnswerIsKeptAsItIs(t *testing.T) {
	for _, want := range []Answer{
		{Columns: []string{}, Rows: [][]facts.Value{}},
		{Columns: []string{"period", "value"}, Rows: [][]facts.Value{}},
		{Columns: []string{"period", "value", "period"}, Rows: [][]facts.Value{
			{words("2026-10"), number(math.MinInt64), {}}, {words(""), number(math.MaxInt64), words("2026-10")}, {words("\x00é"), number(-1), number(0)}}},
	} {
		kept, err := want.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var got Answer
		if err := got.UnmarshalBinary(kept); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		for end := range kept {
			if err := new(Answer).UnmarshalBinary(kept[:end]); err == nil {
				t.Errorf("%q is read as an answer", kept[:end])
			}
		}
		if err := new(Answer).UnmarshalBinary(append(kept, 0)); err == nil {
			t.Error("what follows an answer is no part of it")
		}
	}
}

// FuzzAnswer reads any bytes: an answer that writes and reads as itself, or an error.
func FuzzAnswer(f *testing.F) {
	kept, _ := Answer{Columns: []string{"a"}, Rows: [][]facts.Value{{words("b")}, {number(3)}, {{}}}}.MarshalBinary()
	f.Add(kept)
	f.Add([]byte{0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, data []byte) {
		var first, second Answer
		if first.UnmarshalBinary(data) != nil {
			return
		}
		again, err := first.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if err := second.UnmarshalBinary(again); err != nil || !cmp.Equal(first, second) {
			t.Fatalf("%v\n%s", err, cmp.Diff(first, second))
		}
	})
}
