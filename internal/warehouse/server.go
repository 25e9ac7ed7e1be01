package warehouse

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
)

// Limits bound an answer. Time is that of one question.
type Limits struct {
	Rows, Bytes int
	Time        time.Duration
}

// Usual is enough for what a repository can hold; a table may ask for more rows, or fewer.
var Usual = Limits{Rows: 200_000, Bytes: 64 << 20, Time: 2 * time.Minute}

// connecting is how long it may take to be let in.
const connecting = 15 * time.Second

// Fault says why a question has no answer. At is the byte of the question.
type Fault struct {
	At            int
	Message, Hint string
}

// Server is a connection with a transaction that reads the data of one moment.
type Server struct {
	Now string // by the clock of the server, when the transaction began: 2026-11-23T10:00:00Z

	con      *pgconn.PgConn
	password string
}

// Connect opens a connection. The error tells nothing of the address.
func Connect(ctx context.Context, address string) (*Server, error) {
	config, err := pgconn.ParseConfig(address)
	if err != nil { // whose text holds parts of the address
		return nil, errors.New("what it holds is no address of a PostgreSQL server")
	}
	config.RuntimeParams["application_name"] = "parley"
	config.RuntimeParams["client_encoding"] = "UTF8"
	config.OnNotice = func(*pgconn.PgConn, *pgconn.Notice) {}
	config.BuildContextWatcherHandler = func(con *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: con, DeadlineDelay: 2 * time.Second}
	}
	dialling, stop := context.WithTimeout(ctx, connecting)
	defer stop()
	con, err := pgconn.ConnectConfig(dialling, config)
	if err != nil {
		return nil, refusal(ctx, err)
	}
	s := &Server{con: con, password: config.Password}
	if err := s.begin(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// begin starts the transaction. What it sets holds for the transaction alone, and before what an address may have set.
func (s *Server) begin(ctx context.Context) error {
	for _, statement := range []string{
		"begin transaction isolation level repeatable read read only",
		"set local timezone = 'UTC'", "set local datestyle = 'ISO, YMD'", "set local bytea_output = 'hex'", "set local lock_timeout = '10s'",
		"set local cursor_tuple_fraction = 1", "set local idle_in_transaction_session_timeout = '10min'",
	} {
		if _, err := s.do(ctx, statement); err != nil {
			return s.broken(ctx, err)
		}
	}
	result, err := s.do(ctx, `select to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`)
	if err != nil {
		return s.broken(ctx, err)
	}
	s.Now = string(result.Rows[0][0])
	return nil
}

// do runs one statement by the extended protocol, in which there can be no second one.
func (s *Server) do(ctx context.Context, statement string) (*pgconn.Result, error) {
	reader := s.con.ExecParams(ctx, statement, nil, nil, nil, nil)
	result := reader.Read()
	result.FieldDescriptions = slices.Clone(reader.FieldDescriptions()) // which Read leaves out where there are no rows
	return result, result.Err
}

// Close ends the transaction and the connection.
func (s *Server) Close() {
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	_ = s.con.Close(ctx) // the server rolls back what nobody has committed, and there is nothing to commit
}

// refusal says why there is no connection.
func refusal(ctx context.Context, err error) error {
	var refused *pgconn.PgError
	var unknown *net.DNSError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &refused) && strings.HasPrefix(refused.Code, "28"):
		return errors.New("the server lets nobody in with this name and password")
	case errors.As(err, &refused) && refused.Code == "3D000":
		return errors.New("the server has no such database")
	case errors.As(err, &refused):
		return fmt.Errorf("the server takes no connection (SQLSTATE %s)", refused.Code)
	case errors.As(err, &unknown):
		return errors.New("nobody knows the server's name")
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("the server has not answered for %s", connecting)
	}
	return errors.New("the server cannot be reached")
}

// broken is an error of the connection.
func (s *Server) broken(ctx context.Context, err error) error {
	var told *pgconn.PgError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &told):
		return errors.New("the server refuses to begin: " + s.words(told.Message))
	}
	return errors.New("the connection to the server has ended")
}

// words are those of the server, unless they hold what must not be told.
func (s *Server) words(message string) string {
	if s.password != "" && strings.Contains(message, s.password) {
		return "(its words hold the password, and are not shown)"
	}
	return message
}

// fault is what the server has against a statement, in which a question begins after some bytes; false for an error that is none of
// the question's.
func (s *Server) fault(err error, statement string, before int, limits Limits) (*Fault, bool) {
	var told *pgconn.PgError
	if !errors.As(err, &told) {
		return nil, false
	}
	at := 0
	if told.Position > 0 {
		at = min(max(0, byteOf(statement, int(told.Position)-1)-before), max(0, len(statement)-before-1))
	}
	switch told.Code {
	case "57014":
		return &Fault{0, fmt.Sprintf("the query takes longer than %s", limits.Time), "add up before joining, or ask for fewer rows"}, true
	case "25006":
		return &Fault{at, "the query would change something: " + s.words(told.Message), "a table is read, and nothing else"}, true
	}
	return &Fault{at, fmt.Sprintf("the server refuses the query: %s (SQLSTATE %s)", s.words(told.Message), strconv.Quote(told.Code)), "try it in psql, with the same user"}, true
}

// byteOf is where the character of a number stands.
func byteOf(text string, character int) int {
	at := 0
	for ; character > 0 && at < len(text); character-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}
