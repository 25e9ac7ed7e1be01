package evidence_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hiddeco/sshsig"
	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/crypto/ssh"

	"parley/internal/approval"
	"parley/internal/doc"
	"parley/internal/evidence"
	"parley/internal/forge"
	"parley/internal/git"
	"parley/internal/pricing"
	"parley/internal/release"
)

// theNow is the moment of every decision of the corpus that names no other.
const theNow = "2026-11-20T12:00:00Z"

// people of the registry of all cases: name, number on the forge, roles, regions. Each has the address NAME@example.com and a key.
var people = [][4]string{
	{"anna", "1", "product", "emea apac"}, {"boris", "2", "finance", "emea apac"}, {"carla", "3", "regional-owner", "emea"}, {"dan", "4", "regional-owner", "apac"},
	{"mara", "5", "product finance", "emea apac"}, {"finn", "6", "finance regional-owner", "emea"}, {"olga", "7", "on-call", "emea apac"},
	{"petra", "8", "pricing-manager", "emea apac"}, {"robot", "90", "finance", "emea apac"}, {"lapsed", "91", "finance", "emea apac"}, {"soon", "95", "finance", "emea apac"},
	{"zoe", "92", "finance", "emea apac"}, {"boss", "94", "", ""},
}

// key is the SSH key of somebody, the same in each run.
func key(name string) ssh.Signer {
	seed := make([]byte, ed25519.SeedSize)
	copy(seed, name)
	signer, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(seed))
	if err != nil {
		panic(err)
	}
	return signer
}

func publicKey(name string) string {
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key(name).PublicKey())))
}

// registry writes the registry of all cases.
func registry() string {
	var out strings.Builder
	out.WriteString("kind: approvers\naudience: internal\npeople:\n")
	for _, p := range people {
		fmt.Fprintf(&out, "  - id: %s\n    human: %v\n    accounts: {github: {login: %s, id: %s}}\n    emails: [%s@example.com]\n", p[0], p[0] != "robot", p[0], p[1], p[0])
		if p[0] == "zoe" {
			out.WriteString("    other_accounts: {github: [{login: zoe-second, id: 93}]}\n    conflicts: [boss]\n")
		}
		fmt.Fprintf(&out, "    keys: [{key: %q, from: \"2026-01-01T00:00:00Z\"}]\n", publicKey(p[0]))
		if p[2] == "" {
			continue
		}
		out.WriteString("    roles:\n")
		for _, role := range strings.Fields(p[2]) {
			from, until := "2026-01-01T00:00:00Z", ""
			switch p[0] {
			case "lapsed":
				until = ", until: \"2026-11-16T11:00:00Z\""
			case "soon":
				from = "2026-11-16T11:00:00Z"
			}
			fmt.Fprintf(&out, "      - {role: %s, regions: [%s], from: %q%s}\n", role, strings.Join(strings.Fields(p[3]), ", "), from, until)
		}
	}
	return out.String()
}

// world is the repository of one case while it is built.
type world struct {
	t       testing.TB
	dir     string
	files   map[string]string
	saved   map[string]string
	pull    map[string]any
	reviews []any
	request evidence.Request
	expect  []string
	raw     bool // reviews are given as a text
	text    []byte
	commits int
}

func (w *world) git(env []string, args ...string) string {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = w.dir
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + w.dir, "LC_ALL=C", "TZ=UTC", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1"}, env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		w.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// who is the environment in which somebody commits.
func who(author, committer, at string) []string {
	return []string{"GIT_AUTHOR_NAME=" + author, "GIT_AUTHOR_EMAIL=" + address(author), "GIT_AUTHOR_DATE=" + at,
		"GIT_COMMITTER_NAME=" + committer, "GIT_COMMITTER_EMAIL=" + address(committer), "GIT_COMMITTER_DATE=" + at}
}

func address(name string) string {
	if strings.Contains(name, "@") {
		return name
	}
	return name + "@example.com"
}

// newBase makes the repository that every case starts from.
func newBase(t testing.TB) string {
	archive, err := txtar.ParseFile("testdata/base.txtar")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, dir: t.TempDir()}
	w.git(nil, "init", "-q", "--template=", "-b", "main", ".")
	for _, file := range archive.Files {
		w.write(file.Name, string(file.Data))
	}
	w.write(approval.RegistryPath, registry())
	w.git(nil, "add", "-A")
	w.git(who("founder", "founder", "2025-06-01T00:00:00Z"), "commit", "-q", "-m", "The beginning")
	return w.dir
}

func (w *world) write(name, text string) {
	w.t.Helper()
	file := filepath.Join(w.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		w.t.Fatal(err)
	}
	_ = os.Remove(file)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// words splits a line; what stands in quotes is one word, with Go's escapes.
func (w *world) words(line string) []string {
	var found []string
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimSpace(line) {
		word := line
		if line[0] == '"' {
			quoted, err := strconv.QuotedPrefix(line)
			if err != nil {
				w.t.Fatalf("%s: %v", line, err)
			}
			line = line[len(quoted):]
			word, _ = strconv.Unquote(quoted)
		} else {
			word, line, _ = strings.Cut(line, " ")
		}
		found = append(found, word)
	}
	return found
}

// options separates name=value from the other words.
func options(words []string) (plain []string, named map[string]string) {
	named = map[string]string{}
	for _, word := range words {
		if name, value, ok := strings.Cut(word, "="); ok {
			named[name] = value
		} else {
			plain = append(plain, word)
		}
	}
	return plain, named
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// rev is the commit that a name stands for: one that was saved, or what Git says.
func (w *world) rev(name string) string {
	if saved, ok := w.saved[name]; ok {
		return saved
	}
	return w.git(nil, "rev-parse", "--verify", name+"^{commit}")
}

// do carries out one line of a case.
func (w *world) do(line string) {
	w.t.Helper()
	all := w.words(line)
	args, named := options(all[1:])
	switch all[0] {
	case "branch":
		w.git(nil, append([]string{"checkout", "-q", "-b"}, args...)...)
	case "on":
		w.git(nil, "checkout", "-q", args[0])
	case "sub":
		args = all[1:]
		text, err := os.ReadFile(filepath.Join(w.dir, args[0]))
		if err != nil || !strings.Contains(string(text), args[1]) {
			w.t.Fatalf("%s: nothing to replace: %v", line, err)
		}
		w.write(args[0], strings.ReplaceAll(string(text), args[1], args[2]))
	case "append":
		args = all[1:]
		text, err := os.ReadFile(filepath.Join(w.dir, args[0]))
		if err != nil {
			w.t.Fatal(err)
		}
		w.write(args[0], string(text)+args[1])
	case "write":
		args = all[1:]
		text, ok := w.files[args[1]]
		if !ok {
			text = args[1]
		}
		w.write(args[0], text)
	case "rm":
		w.git(nil, "rm", "-q", "-r", args[0])
	case "mv":
		if err := os.MkdirAll(filepath.Dir(filepath.Join(w.dir, args[1])), 0o755); err != nil {
			w.t.Fatal(err)
		}
		w.git(nil, "mv", args[0], args[1])
	case "chmod":
		if err := os.Chmod(filepath.Join(w.dir, args[0]), 0o755); err != nil {
			w.t.Fatal(err)
		}
	case "link":
		file := filepath.Join(w.dir, args[0])
		_ = os.RemoveAll(file)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			w.t.Fatal(err)
		}
		if err := os.Symlink(args[1], file); err != nil {
			w.t.Fatal(err)
		}
	case "entry": // PATH MODE TEXT: straight into the index, whatever the name is
		args = all[1:]
		w.write("../blob", or(w.files[args[2]], args[2]))
		hash := w.git(nil, "hash-object", "-w", filepath.Join(w.dir, "../blob"))
		if args[1] == "160000" {
			hash = strings.Repeat("1", 40)
		}
		w.git(nil, "-c", "core.protectNTFS=false", "-c", "core.protectHFS=false", "update-index", "--add", "--cacheinfo", args[1]+","+hash+","+args[0])
		w.saved["index"] = "kept"
	case "double": // NAME REV: into the root, beside the entry of that name, that of another revision, before or after it
		w.double(args[0], w.rev(args[1]), named["after"] != "")
	case "rooted": // PATH TEXT: a file in the root, with slashes in its name
		w.write("../blob", or(w.files[args[1]], args[1]))
		w.root("100644 blob " + w.git(nil, "hash-object", "-w", filepath.Join(w.dir, "../blob")) + "\t" + args[0])
	case "legacy": // FOLDER MODE NAME OBJECT: of a mode that programs of long ago wrote
		w.legacy(args[0], args[1]+" any "+w.git(nil, "rev-parse", args[3])+"\t"+args[2])
	case "commit":
		w.commit(args, named)
	case "merge":
		arguments := []string{"merge", "-q", "--no-ff", "-m", "Merge", args[0]}
		if named["strategy"] != "" {
			arguments = append(arguments, "-s", named["strategy"])
		}
		if named["commit"] == "no" {
			arguments = append(arguments, "--no-commit")
		}
		w.git(who(args[1], or(named["committer"], args[1]), or(named["at"], "2026-11-15T12:00:00Z")), arguments...)
	case "git":
		w.git(who("wim", "wim", "2026-11-15T12:00:00Z"), all[1:]...)
	case "file": // PATH TEXT: beside the work tree, as into .git
		args = all[1:]
		w.write(args[0], args[1])
	case "release":
		w.release(args[0])
	case "bom", "crlf", "latin", "utf16":
		w.recode(all[0], args[0])
	case "shallow":
		w.write(".git/shallow", w.rev("main")+"\n")
	case "partial": // what git clone --filter leaves behind, beside the setting
		w.write(".git/objects/pack/pack-0.promisor", "")
	case "save":
		w.saved[args[0]] = w.rev("HEAD")
	default:
		w.say(all[0], args, named, line)
	}
}

// double adds the entry of another revision, before or after the one of that name.
func (w *world) double(name, rev string, after bool) {
	other := w.git(nil, "ls-tree", rev, name)
	var lines []string
	for line := range strings.SplitSeq(w.git(nil, "ls-tree", "HEAD"), "\n") {
		here := strings.HasSuffix(line, "\t"+name)
		if here && !after {
			lines = append(lines, other)
		}
		lines = append(lines, line)
		if here && after {
			lines = append(lines, other)
		}
	}
	w.plant(lines)
}

// root adds an entry to the root of the tree, in the order of the letters.
func (w *world) root(line string) {
	lines := append(strings.Split(w.git(nil, "ls-tree", "HEAD"), "\n"), line)
	slices.SortFunc(lines, func(a, b string) int {
		return strings.Compare(a[strings.IndexByte(a, '\t'):], b[strings.IndexByte(b, '\t'):])
	})
	w.plant(lines)
}

// legacy adds an entry to a folder of the root.
func (w *world) legacy(folder, line string) {
	below := w.tree(append(strings.Split(w.git(nil, "ls-tree", "HEAD:"+folder), "\n"), line))
	lines := strings.Split(w.git(nil, "ls-tree", "HEAD"), "\n")
	for i, one := range lines {
		if strings.HasSuffix(one, "\t"+folder) {
			lines[i] = "040000 tree " + below + "\t" + folder
		}
	}
	w.plant(lines)
}

// plant commits a tree as no program writes it, of lines as git ls-tree prints them.
func (w *world) plant(lines []string) {
	w.git(nil, "update-ref", "HEAD", w.git(who("wim", "wim", "2026-11-15T12:00:00Z"), "commit-tree", "-m", "As no program does", "-p", "HEAD", w.tree(lines)))
}

// tree writes a tree of such lines, and returns its name.
func (w *world) tree(lines []string) string {
	var tree []byte
	for _, line := range lines {
		mode, rest, _ := strings.Cut(line, " ")
		_, rest, _ = strings.Cut(rest, " ")
		hash, path, _ := strings.Cut(rest, "\t")
		raw, err := hex.DecodeString(hash)
		if err != nil {
			w.t.Fatal(line, err)
		}
		tree = append(append(tree, strings.TrimPrefix(mode, "0")+" "+path+"\x00"...), raw...)
	}
	w.write("../tree", string(tree))
	return w.git(nil, "hash-object", "-t", "tree", "-w", "--literally", filepath.Join(w.dir, "../tree"))
}

// release writes a version of a list down, as parley price release does.
func (w *world) release(id string) {
	name := "pricing/lists/" + id + ".yaml"
	text, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	d, _ := doc.Read(name, text)
	list, _ := pricing.Read(d)
	var earlier []release.Payload
	old, err := filepath.Glob(filepath.Join(w.dir, "pricing/releases", id, "*.json"))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, file := range old {
		text, err := os.ReadFile(file)
		if err != nil {
			w.t.Fatal(err)
		}
		payload, findings := release.Read(file, text)
		if len(findings) > 0 {
			w.t.Fatal(findings)
		}
		earlier = append(earlier, payload)
	}
	var inputs []release.Input
	if last, found := release.Latest(earlier, list.ID); found {
		sum := sha256.Sum256(last.Encode())
		inputs = append(inputs, release.Input{Path: release.Path(last.List, last.Version), SHA256: hex.EncodeToString(sum[:])})
	}
	payload, findings := release.New(list, earlier, inputs, theNow[:len("2026-11-20")])
	if len(findings) > 0 {
		w.t.Fatal(findings)
	}
	w.write(release.Path(payload.List, payload.Version), string(payload.Encode()))
}

// recode writes a file in another way.
func (w *world) recode(how, name string) {
	text, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	switch how {
	case "bom":
		text = append([]byte("\ufeff"), text...)
	case "crlf":
		text = bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
	case "latin":
		text = append(text, "# caf\xe9\n"...)
	case "utf16":
		wide := []byte{0xff, 0xfe}
		for _, b := range text {
			wide = append(wide, b, 0)
		}
		text = wide
	}
	w.write(name, string(text))
}

func (w *world) commit(args []string, named map[string]string) {
	w.commits++
	at := or(named["at"], fmt.Sprintf("2026-11-15T%02d:00:00Z", min(w.commits, 23)))
	message := "A change"
	if co := named["co"]; co != "" {
		message += "\n\nCo-authored-by: " + co + " <" + address(co) + ">"
	}
	if w.saved["index"] == "" {
		w.git(nil, "add", "-A")
	}
	delete(w.saved, "index")
	if name := named["second"]; name != "" { // an author line that hides behind the first
		w.write("../commit", fmt.Sprintf("tree %s\nparent %s\nauthor %s <%s> 1 +0000\nauthor %s <%s> 1 +0000\ncommitter %[5]s <%[6]s> 1 +0000\n\nA change\n",
			w.git(nil, "write-tree"), w.rev("HEAD"), name, address(name), args[0], address(args[0])))
		w.git(nil, "reset", "-q", "--hard", w.git(nil, "hash-object", "-t", "commit", "-w", "--literally", filepath.Join(w.dir, "../commit")))
		return
	}
	if name := named["sign"]; name != "" {
		w.signedCommit(args[0], name, at, message)
		return
	}
	w.git(who(args[0], or(named["committer"], args[0]), at), "commit", "-q", "--allow-empty", "-m", message)
}

// signedCommit commits with an SSH signature.
func (w *world) signedCommit(author, signer, at, message string) {
	tree := w.git(nil, "write-tree")
	when, err := time.Parse(time.RFC3339, at)
	if err != nil {
		w.t.Fatal(err)
	}
	header := fmt.Sprintf("tree %s\nparent %s\nauthor %s <%s> %d +0000\ncommitter %s <%s> %d +0000\n", tree, w.rev("HEAD"), author, address(author), when.Unix(), author, address(author), when.Unix())
	armoured := strings.TrimSuffix(string(sign([]byte(header+"\n"+message+"\n"), signer, "git")), "\n")
	text := header + "gpgsig " + strings.ReplaceAll(armoured, "\n", "\n ") + "\n\n" + message + "\n"
	w.write("../commit", text)
	hash := w.git(nil, "hash-object", "-t", "commit", "-w", filepath.Join(w.dir, "../commit"))
	w.git(nil, "reset", "-q", "--hard", hash)
}

func sign(text []byte, name, namespace string) []byte {
	sig, err := sshsig.Sign(bytes.NewReader(text), key(name), sshsig.HashSHA512, namespace)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "SSH SIGNATURE", Bytes: sig.Marshal()})
}

// say takes down what people and forges say, and what is expected.
func (w *world) say(what string, args []string, named map[string]string, line string) {
	w.t.Helper()
	switch what {
	case "pull":
		for name, value := range named {
			w.field(w.pull, name, value)
		}
	case "nopull":
		w.pull = nil
	case "review":
		w.review(args, named)
	case "reviews":
		w.raw, w.text = true, []byte(w.files[args[0]])
	case "signed":
		w.sign(args, named)
	case "request":
		for name, value := range named {
			switch name {
			case "base":
				w.request.Base = value
			case "head":
				w.request.Head = value
			case "result":
				w.request.Result = value
			case "branch":
				w.request.Branch = value
			case "repository":
				w.request.Repository = value
			case "now":
				w.request.Now = moment(value)
			}
		}
	case "expect":
		w.expect = w.words(line)[1:]
	default:
		w.t.Fatalf("nobody knows what %q means", line)
	}
}

// field sets a field of GitHub's JSON: a value that is JSON is meant as such.
func (w *world) field(object map[string]any, name, value string) {
	var parsed any
	if err := json.Unmarshal([]byte(value), &parsed); err != nil {
		parsed = value
	}
	switch name {
	case "author":
		object["user"] = account(value, "User")
	case "type":
		object["user"].(map[string]any)["type"] = value
	case "uid":
		object["user"].(map[string]any)["id"] = parsed
	case "repo":
		object["base"].(map[string]any)["repo"] = map[string]any{"full_name": value}
		object["url"] = "https://api.github.com/repos/" + value + "/pulls/7"
	default:
		object[name] = parsed
	}
}

func account(name, kind string) map[string]any {
	id := int64(70)
	for _, p := range people {
		if p[0] == name {
			id, _ = strconv.ParseInt(p[1], 10, 64)
		}
	}
	if name == "zoe-second" {
		id = 93
	}
	return map[string]any{"login": name, "id": id, "type": kind}
}

func (w *world) review(args []string, named map[string]string) {
	n := len(w.reviews) + 1
	states := map[string]string{"approves": "APPROVED", "objects": "CHANGES_REQUESTED", "comments": "COMMENTED", "withdrawn": "DISMISSED", "writes": "PENDING"}
	r := map[string]any{
		"id": 1000 + n, "user": account(args[0], "User"), "body": "", "state": or(states[args[1]], args[1]), "submitted_at": fmt.Sprintf("2026-11-16T%02d:%02d:00Z", 10+n/60, n%60),
		"pull_request_url": "https://api.github.com/repos/alder/ops/pulls/7", "author_association": "MEMBER", "commit_id": "head",
	}
	for name, value := range named {
		switch name {
		case "at":
			r["submitted_at"] = value
		case "on":
			r["commit_id"] = value
		default:
			w.field(r, name, value)
		}
	}
	if name, ok := r["commit_id"].(string); ok && name != "" && name != "head" && !regexp.MustCompile("^[0-9a-f]{40}$").MatchString(name) {
		r["commit_id"] = w.rev(name)
	}
	w.reviews = append(w.reviews, r)
}

// sign puts a signed approval of the change as it stands into the branch, and commits it.
func (w *world) sign(args []string, named map[string]string) {
	d, f := w.decide()
	s := approval.Statement{Version: 1, Repository: or(named["repository"], "alder/ops"), Branch: or(named["branch"], "main"), Digest: or(named["digest"], d.Digest), Person: args[0],
		Role: args[1], Decision: approval.State(or(named["decision"], "approved")), Reason: named["reason"], At: or(named["at"], "2026-11-17T09:00:00Z"), Until: or(named["expires"], "2026-11-24T09:00:00Z")}
	text, err := s.Text()
	if err != nil {
		w.t.Fatal(err, f)
	}
	armoured := sign(text, or(named["key"], args[0]), or(named["namespace"], approval.Namespace))
	if tamper := named["tamper"]; tamper != "" {
		text = bytes.Replace(text, []byte(tamper), []byte(named["into"]), 1)
	}
	place := or(named["path"], s.Path())
	w.write(place, string(text))
	if named["signature"] != "none" {
		w.write(place+".sig", string(armoured))
	}
	w.commit([]string{or(named["by"], args[0])}, map[string]string{})
}

func moment(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return at
}

// decide asks the gate, as parley gate does.
func (w *world) decide() (approval.Decision, approval.Facts) {
	w.t.Helper()
	request := w.request
	if w.pull != nil {
		w.readForge(&request)
	}
	revisions, err := git.OpenRevisions(w.dir)
	if err != nil {
		w.t.Fatal(err)
	}
	defer revisions.Close()
	policy, facts := evidence.Gather(revisions, request)
	return approval.Decide(policy, facts), facts
}

func (w *world) readForge(request *evidence.Request) {
	head := w.rev(request.Head)
	w.pull["head"] = map[string]any{"sha": head}
	for _, r := range w.reviews {
		if review := r.(map[string]any); review["commit_id"] == "head" {
			review["commit_id"] = head
		}
	}
	text, err := json.Marshal(w.pull)
	if err != nil {
		w.t.Fatal(err)
	}
	pull, err := forge.ReadPull(text)
	note := func(err error) {
		if err != nil {
			request.Problems = append(request.Problems, approval.Reason{Code: err.(*forge.Error).Code, Message: err.Error()})
		}
	}
	note(err)
	if !w.raw {
		if w.text, err = json.Marshal(w.reviews); err != nil {
			w.t.Fatal(err)
		}
	}
	reviews, err := forge.ReadReviews(w.text, false)
	note(err)
	request.Pull = &pull
	for _, r := range reviews {
		request.Reviews = append(request.Reviews, evidence.Review(r))
	}
}

// corpusCase is one file of testdata/cases.
type corpusCase struct {
	name, class, title string
	lines              []string
	files              map[string]string
}

func readCases(t testing.TB) []corpusCase {
	names, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var cases []corpusCase
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		c := corpusCase{name: strings.TrimSuffix(filepath.Base(name), ".txtar"), files: map[string]string{}}
		for _, file := range archive.Files {
			c.files[file.Name] = string(file.Data)
		}
		for line := range strings.Lines(string(archive.Comment)) {
			line = strings.TrimSpace(line)
			switch key, value, _ := strings.Cut(line, ": "); {
			case line == "" || line[0] == '#':
			case key == "class":
				c.class = value
			case key == "title":
				c.title = value
			default:
				c.lines = append(c.lines, line)
			}
		}
		cases = append(cases, c)
	}
	return cases
}

// build makes the repository of a case and takes down what is said about it.
func (c corpusCase) build(t testing.TB, base string) *world {
	w := &world{t: t, dir: filepath.Join(t.TempDir(), "repository"), files: c.files, saved: map[string]string{}, reviews: []any{},
		request: evidence.Request{Base: "main", Head: "change", Now: moment(theNow)}}
	if err := os.CopyFS(w.dir, os.DirFS(base)); err != nil {
		t.Fatal(err)
	}
	w.pull = map[string]any{"url": "https://api.github.com/repos/alder/ops/pulls/7", "number": 7, "state": "open", "merged": false, "draft": false, "created_at": "2026-11-10T00:00:00Z",
		"user": account("wim", "User"), "base": map[string]any{"ref": "main", "repo": map[string]any{"full_name": "alder/ops"}}}
	for _, line := range c.lines {
		w.do(line)
	}
	return w
}

// missing says what was expected of a decision and is not so; nothing else must be needed.
func missing(d approval.Decision, expect []string) []string {
	codes := map[string]bool{}
	for _, r := range d.Reasons {
		codes[string(r.Code)] = true
	}
	for _, r := range d.Rejected {
		codes[string(r.Code)] = true
	}
	var needs, wrong []string
	for _, n := range d.Needed {
		needs = append(needs, strings.TrimSuffix("needs:"+n.Role+"/"+n.Region, "/"))
	}
	if string(d.Verdict) != expect[0] {
		wrong = append(wrong, fmt.Sprintf("the verdict is %s and not %s", d.Verdict, expect[0]))
	}
	for _, word := range expect[1:] {
		tier, isTier := strings.CutPrefix(word, "tier:")
		switch {
		case isTier && tier != string(d.Tier):
			wrong = append(wrong, fmt.Sprintf("the tier is %s and not %s", d.Tier, tier))
		case isTier:
		case strings.HasPrefix(word, "needs:") && !slices.Contains(needs, word):
			wrong = append(wrong, fmt.Sprintf("needed is %q and not %s", needs, word))
		case !strings.HasPrefix(word, "needs:") && !codes[word]:
			wrong = append(wrong, "there is no "+word)
		}
	}
	return wrong
}

// TestCorpus builds the repository of each case and asks the gate. An attack counts as stopped where it does not pass, and with
// the reasons that the case names; a control where it passes.
func TestCorpus(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Fatal("there is no git on this machine")
	}
	base := newBase(t)
	all, good := map[string]int{}, map[string]int{}
	for i, c := range readCases(t) {
		if testing.Short() && i%16 > 0 {
			continue // as the race detector has it: all cases do the same things side by side
		}
		all[c.class]++
		ok := t.Run(c.name, func(t *testing.T) {
			w := c.build(t, base)
			d, _ := w.decide()
			wrong := missing(d, w.expect)
			if (c.class == "attack") == (d.Verdict == approval.Pass) || c.class != "attack" && c.class != "control" || c.title == "" {
				wrong = append(wrong, fmt.Sprintf("this is an %s", c.class))
			}
			if c.class == "attack" && len(w.expect) < 2 {
				wrong = append(wrong, "an attack is stopped for a reason, and none is named")
			}
			if len(wrong) > 0 {
				text, _ := d.JSON()
				t.Errorf("%s: %s\n%s", c.title, strings.Join(wrong, "; "), text)
			}
		})
		if ok {
			good[c.class]++
		}
	}
	score := fmt.Sprintf("attacks stopped with the right reason: %d of %d, controls passed: %d of %d", good["attack"], all["attack"], good["control"], all["control"])
	fmt.Println(score)
	if testing.Short() {
		return
	}
	if all["control"] < 40 {
		t.Errorf("there are only %d controls", all["control"])
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil || !strings.Contains(string(readme), score) {
		t.Errorf("the README does not say %q", score)
	}
}
