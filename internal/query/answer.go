package query

import (
	"encoding/binary"
	"errors"

	"parley/internal/facts"
)

// errAnswer says that some bytes are no answer.
var errAnswer = errors.New("this is no answer that was kept")

// MarshalBinary writes an answer to be kept: each text once, then the cells. Measures of large programmes have a hundred thousand.
func (a Answer) MarshalBinary() ([]byte, error) {
	numbers := map[string]uint64{}
	var texts, cells []byte
	note := func(text string) uint64 {
		number, known := numbers[text]
		if !known {
			number = uint64(len(numbers))
			numbers[text] = number
			texts = append(binary.AppendUvarint(texts, uint64(len(text))), text...)
		}
		return number
	}
	cells = binary.AppendUvarint(cells, uint64(len(a.Columns)))
	for _, name := range a.Columns {
		cells = binary.AppendUvarint(cells, note(name))
	}
	cells = binary.AppendUvarint(cells, uint64(len(a.Rows)))
	for _, row := range a.Rows {
		for _, cell := range row {
			switch cells = append(cells, byte(cell.Kind)); cell.Kind {
			case facts.Words:
				cells = binary.AppendUvarint(cells, note(cell.Text))
			case facts.Number:
				cells = binary.AppendVarint(cells, cell.Number)
			}
		}
	}
	return append(append(binary.AppendUvarint(nil, uint64(len(numbers))), texts...), cells...), nil
}

// UnmarshalBinary reads what MarshalBinary has written. The error is that of bytes which are something else.
func (a *Answer) UnmarshalBinary(data []byte) error {
	r := answerReader{data: data}
	texts := make([]string, r.count())
	for i := range texts {
		texts[i] = r.text()
	}
	word := func() string {
		if number := r.number(); number < uint64(len(texts)) {
			return texts[number]
		}
		r.wrong = true
		return ""
	}
	columns := make([]string, r.count())
	for i := range columns {
		columns[i] = word()
	}
	width := len(columns)
	rows := make([][]facts.Value, r.count())
	if len(rows) > 0 && (width == 0 || len(rows) > len(r.data)/width) {
		return errAnswer // each cell has a byte at least
	}
	cells := make([]facts.Value, len(rows)*width)
	for i := range rows {
		rows[i], cells = cells[:width:width], cells[width:]
		for at := range rows[i] {
			cell := &rows[i][at]
			switch cell.Kind = facts.ValueKind(r.octet()); cell.Kind {
			case facts.None:
			case facts.Words:
				cell.Text = word()
			case facts.Number:
				cell.Number = r.signed()
			default:
				r.wrong = true
			}
		}
	}
	if r.wrong || len(r.data) > 0 {
		return errAnswer
	}
	*a = Answer{columns, rows}
	return nil
}

// answerReader reads numbers and texts; wrong says that there was something else.
type answerReader struct {
	data  []byte
	wrong bool
}

func (r *answerReader) number() uint64 {
	n, width := binary.Uvarint(r.data)
	if width <= 0 {
		r.wrong, r.data = true, nil
		return 0
	}
	r.data = r.data[width:]
	return n
}

func (r *answerReader) signed() int64 {
	n, width := binary.Varint(r.data)
	if width <= 0 {
		r.wrong, r.data = true, nil
		return 0
	}
	r.data = r.data[width:]
	return n
}

// count is how many things follow, each of which takes a byte at least.
func (r *answerReader) count() int {
	n := r.number()
	if n > uint64(len(r.data)) {
		r.wrong, r.data = true, nil
		return 0
	}
	return int(n)
}

func (r *answerReader) text() string {
	n := r.count()
	text := string(r.data[:n])
	r.data = r.data[n:]
	return text
}

func (r *answerReader) octet() byte {
	if len(r.data) == 0 {
		r.wrong = true
		return 0
	}
	c := r.data[0]
	r.data = r.data[1:]
	return c
}
