package engine

import "time"

// Record is what is noted of one request: enough to count, to charge and to find it again, and no word of any text.
type Record struct {
	Request      string    `json:"request_id"`
	ProviderID   string    `json:"provider_request_id,omitempty"`
	At           time.Time `json:"at"`
	Units        []string  `json:"units"` // hash8 of each source text
	From         string    `json:"from"`
	To           string    `json:"to"`
	Provider     string    `json:"provider"`
	Attempt      int       `json:"attempt"`
	Status       int       `json:"status,omitempty"`
	Class        Class     `json:"error_class,omitempty"`
	Characters   int       `json:"chars"`
	Bytes        int       `json:"bytes"`
	Billed       int       `json:"billed"`
	Latency      int64     `json:"latency_ms"`
	FallbackFrom string    `json:"fallback_from,omitempty"`
}

// OK reports whether the request was answered as it should be.
func (r Record) OK() bool { return r.Class == "" }
