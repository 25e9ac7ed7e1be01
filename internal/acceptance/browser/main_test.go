package browser

import (
	"os"
	"testing"

	"parley/internal/acceptance/program"
)

// long asks for more of everything: PARLEY_LONG=1.
var long = os.Getenv("PARLEY_LONG") != ""

func TestMain(m *testing.M) { program.Main(m) }
