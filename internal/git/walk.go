package git

import (
	"container/heap"
	"runtime"
	"slices"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
)

// batch is how many commits a worker gets at once: enough that neighbours, which share trees, stay together.
const batch = 128

// walk visits the commits reachable from head, newest first, while workers find out what each one changed that is not known.
// Its result does not depend on how many there are: each writes to commits of its own.
func (r *repository) walk(head plumbing.Hash, s scope, files *table, known map[plumbing.Hash]*commit) (commits []*commit, shallow bool, err error) {
	work := make(chan []*commit, 64)
	workers := min(runtime.GOMAXPROCS(0), 4)
	failures := make([]error, workers)
	var all sync.WaitGroup
	for i := range workers {
		all.Go(func() { failures[i] = r.compare(work, s, files) })
	}
	commits, shallow, err = r.visit(head, known, work)
	close(work)
	all.Wait()
	for _, failure := range failures {
		if err == nil {
			err = failure
		}
	}
	return commits, shallow, err
}

// visit hands out the commits in the order of git log: of those whose child was visited the newest, and of equally
// old ones the one that was found first.
func (r *repository) visit(head plumbing.Hash, known map[plumbing.Hash]*commit, work chan<- []*commit) (commits []*commit, shallow bool, err error) {
	f := frontier{reader: newReader(r.objects), boundary: r.boundary, known: known, seen: make(map[plumbing.Hash]*commit, len(known))}
	if _, err := f.find(head); err != nil {
		return nil, false, err
	}
	sent := 0
	for len(f.next) > 0 {
		c := heap.Pop(&f.next).(entry).commit
		shallow = shallow || c.unknown
		for _, hash := range c.parents {
			parent, err := f.find(hash)
			if err != nil {
				return nil, false, err
			}
			if !c.known {
				c.parentTrees = append(c.parentTrees, parent.tree)
			}
		}
		if commits = append(commits, c); len(commits)-sent == batch {
			work <- commits[sent:]
			sent = len(commits)
		}
	}
	work <- commits[sent:]
	return commits, shallow, nil
}

// frontier is the commits found so far, and among them those not yet visited.
type frontier struct {
	reader   *reader
	boundary map[plumbing.Hash]bool
	known    map[plumbing.Hash]*commit
	seen     map[plumbing.Hash]*commit
	next     queue
}

// find gives a commit, and lines it up for a visit when it is new.
func (f *frontier) find(hash plumbing.Hash) (*commit, error) {
	if seen := f.seen[hash]; seen != nil {
		return seen, nil
	}
	c, err := f.look(hash)
	if err != nil {
		return nil, err
	}
	if f.boundary[hash] {
		cut := *c
		cut.parents, cut.changed, cut.unknown = nil, nil, true
		c = &cut
	}
	f.seen[hash] = c
	heap.Push(&f.next, entry{c, len(f.seen)})
	return c, nil
}

// look reads a commit, unless it is known.
func (f *frontier) look(hash plumbing.Hash) (*commit, error) {
	if known := f.known[hash]; known != nil {
		return known, nil
	}
	text, err := f.reader.read(hash, plumbing.CommitObject)
	if err != nil {
		return nil, err
	}
	return parseCommit(hash, text)
}

// compare finds out what the commits of each batch changed. After an error it goes on taking batches, so that
// nobody waits for it.
func (r *repository) compare(work <-chan []*commit, s scope, files *table) (failure error) {
	d := differ{reader: newReader(r.objects), scope: s, names: map[string]string{}, files: files}
	for commits := range work {
		for _, c := range commits {
			if failure != nil || c.unknown || c.known {
				continue
			}
			c.changed, failure = d.changed(c)
		}
	}
	return failure
}

// queue is a heap of the commits to visit.
type queue []entry

type entry struct {
	*commit
	order int // in which it was found
}

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q queue) Less(i, j int) bool {
	if q[i].seconds != q[j].seconds {
		return q[i].seconds > q[j].seconds
	}
	return q[i].order < q[j].order
}
func (q *queue) Push(x any) { *q = append(*q, x.(entry)) }
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// table gives files numbers. Workers share it.
type table struct {
	lock    sync.Mutex
	names   []string
	numbers map[string]int32
}

// newTable has the numbers that some files have got already.
func newTable(names []string) *table {
	t := &table{names: slices.Clone(names), numbers: make(map[string]int32, len(names))}
	for i, name := range names {
		t.numbers[name] = int32(i)
	}
	return t
}

// number is that of a file, a new one for a file that has none.
func (t *table) number(name string) int32 {
	t.lock.Lock()
	defer t.lock.Unlock()
	n, ok := t.numbers[name]
	if !ok {
		n = int32(len(t.names))
		t.names, t.numbers[name] = append(t.names, name), n
	}
	return n
}
