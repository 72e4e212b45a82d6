package bleveindex

import (
	"errors"
	"sync"
	"sync/atomic"
)

// worthSharing is the number of documents to walk through from which a search
// takes a second core, if one is free: some milliseconds of work. Below, it is
// better left to the next search.
const worthSharing = 1 << 14

// share calls fn with each of the segments by its index. Where there is much to
// do, several goroutines share them, as many as cores are free; fn learns which
// of them it runs on, counted from 0 and less than workers.
func (s *searchState) share(documents uint64, fn func(worker, segment int) error) error {
	var next atomic.Int64
	work := func(worker int) error {
		for {
			i := int(next.Add(1)) - 1
			if i >= len(s.segments) {
				return nil
			}
			if err := s.ended(); err != nil {
				return err
			}
			if err := fn(worker, i); err != nil {
				return err
			}
		}
	}
	if documents < s.sharing {
		return work(0)
	}
	errs := make([]error, s.workers())
	var wg sync.WaitGroup
	for worker := 1; worker < min(s.workers(), len(s.segments)) && s.takeCore(); worker++ {
		wg.Go(func() {
			defer s.giveCore()
			errs[worker] = contain(func() error { return work(worker) })
		})
	}
	errs[0] = work(0)
	wg.Wait()
	return errors.Join(errs...)
}

// workers returns how many goroutines share may use.
func (s *searchState) workers() int { return cap(s.slots) }

// takeCore takes a core if one is free.
func (s *searchState) takeCore() bool {
	select {
	case s.slots <- struct{}{}:
		return true
	default:
		return false
	}
}

func (s *searchState) giveCore() { <-s.slots }
