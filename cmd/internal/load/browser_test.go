package load

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const formPage = `<form action="/other"><input type="hidden" name="no" value="1"></form>
<form id="form" method="post" action="/f/a?b=1&amp;c=2" novalidate>
<input type="hidden" name="key" value="a&amp;b &lt;&gt; &#34;x&#34;">
<label><input type="radio" name="r" value="1"> no</label>
<label><input type="radio" name="r" value="2" checked> yes</label>
<input type="checkbox" name="c" value="1">
<input class="words" name="line" value="one&#10;two">
<textarea class="words" name="text" dir="auto">

first &amp; second
third</textarea>
<textarea name="empty">
</textarea>
</form>
<input name="after" value="1">`

func TestFields(t *testing.T) {
	got, ok := fields(formPage, "/f/a?b=1&c=2")
	want := url.Values{"key": {`a&b <> "x"`}, "r": {"2"}, "line": {"one\r\ntwo"}, "text": {"\r\nfirst & second\r\nthird"}, "empty": {""}}
	if diff := cmp.Diff(want, got); !ok || diff != "" {
		t.Errorf("fields = %v (-want +got):\n%s", ok, diff)
	}
	if got, ok := fields(formPage, "/f/b"); ok {
		t.Errorf("fields of a form that is not there = %v, want none", got)
	}
}

// FuzzFields reads pages that are cut anywhere and hold anything.
func FuzzFields(f *testing.F) {
	f.Add(formPage)
	f.Add(formPage[:len(formPage)/2])
	f.Add(`<form action="/"><input name`)
	f.Add(`<form action="/"><textarea name="a">`)
	f.Fuzz(func(t *testing.T, body string) {
		values, ok := fields(body, "/")
		if ok != strings.Contains(body, ` action="/"`) {
			t.Errorf("fields = %v, %v", values, ok)
		}
	})
}
