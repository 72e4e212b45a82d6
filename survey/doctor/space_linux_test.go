package doctor_test

import (
	"syscall"
	"testing"

	"verbatim/survey/doctor"
	"verbatim/survey/surveytest"
)

// TestASmallDiskIsFound puts the folder of the data on a disk with next to no
// room, first for bytes, then for files.
func TestASmallDiskIsFound(t *testing.T) {
	for _, tt := range []struct{ name, options, want string }{
		{"no room for bytes", "size=64k", "0 MiB are free: soon nothing can be stored any more"},
		{"no room for files", "size=3g,nr_inodes=100", "the disk has room for 99 more files"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPatient(t, surveytest.OpenDB(t))
			if err := syscall.Mount("tmpfs", p.dir, "tmpfs", 0, tt.options); err != nil {
				t.Skipf("not tested on a real disk: mounting one needs the superuser (%v)", err)
			}
			t.Cleanup(func() { check(t, syscall.Unmount(p.dir, 0)) })
			for _, f := range p.examine("space", p.now) {
				if f.Level == doctor.Wrong && f.What == tt.want && f.Where == p.dir && f.Do != "" {
					return
				}
			}
			t.Errorf("space says %+v, want %s, with what to do", p.examine("space", p.now), tt.want)
		})
	}
}
