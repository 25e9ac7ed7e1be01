package chart

import "encoding/json"

// Told is what a browser needs to draw a chart with the script Library, and what it says of each value, as its table has it: JSON
// without any sign that HTML knows.
func (c Chart) Told() ([]byte, error) {
	option, err := c.encode()
	if err != nil {
		return nil, err
	}
	head, rows := c.Table()
	return json.Marshal(struct {
		Chart json.RawMessage `json:"chart"`
		Head  []string        `json:"head"`
		Rows  [][]string      `json:"rows"`
	}{option, head, rows})
}
