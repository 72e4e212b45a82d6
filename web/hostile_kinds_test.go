package web_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"verbatim/survey"
)

// An attacker sends one kind of request after the other.
type attacker struct {
	h       *hostility
	rand    *rand.Rand
	client  *http.Client
	cookies map[string]string
	sent    []string // bodies with which responses were acknowledged
	tokens  []string // of invitations that are spent
}

type answer struct {
	status int
	header http.Header
	body   string
}

// kinds are the kinds of what is sent. Honest people are among them.
var kinds = []func(*attacker){
	(*attacker).honest, (*attacker).honest, (*attacker).honestInvited, (*attacker).replay, (*attacker).spentToken,
	(*attacker).oddFields, (*attacker).oddFields, (*attacker).oddBytes, (*attacker).oddBodies, (*attacker).large, (*attacker).wrongOrder,
	(*attacker).forgedKeys, (*attacker).forgedCookies, (*attacker).wrongTypes, (*attacker).multipart, (*attacker).methods,
	(*attacker).paths, (*attacker).paths, (*attacker).elsewhere, (*attacker).raw, (*attacker).raw, (*attacker).cut, (*attacker).codes, (*attacker).tokensTried,
}

func pick[T any](a *attacker, from ...T) T { return from[a.rand.IntN(len(from))] }

// ask sends a request with the attacker's cookies and reads the answer.
func (a *attacker) ask(method, path, contentType, body string, headers ...string) answer {
	u := "http://" + a.h.address + path
	req, err := http.NewRequest(method, u, strings.NewReader(body))
	if err != nil { // the client itself refuses to send it: send it raw
		return a.sendRaw(fmt.Sprintf("%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\nContent-Type: %s\r\n\r\n%s", method, path, len(body), contentType, body))
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	var pairs []string
	for name, value := range a.cookies {
		pairs = append(pairs, name+"="+value)
	}
	if len(pairs) > 0 {
		req.Header.Set("Cookie", strings.Join(pairs, "; "))
	}
	resp, err := a.client.Do(req)
	if err != nil {
		a.h.got(method+" "+path, answer{}) // refused with the connection: a body that was not read
		return answer{}
	}
	defer resp.Body.Close()
	text, _ := io.ReadAll(resp.Body)
	for _, c := range resp.Cookies() {
		if a.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(a.cookies, c.Name)
		}
	}
	r := answer{resp.StatusCode, resp.Header, string(text)}
	a.h.got(method+" "+shortened(path), r)
	return r
}

func shortened(s string) string { return s[:min(len(s), 200)] }

const formType = "application/x-www-form-urlencoded"

func (a *attacker) post(path string, v url.Values) answer {
	return a.ask(http.MethodPost, path, formType, v.Encode(), "Sec-Fetch-Site", "same-origin")
}

func (a *attacker) get(path string) answer { return a.ask(http.MethodGet, path, "", "") }

// want fails the test unless an honest request was answered as it should be.
func (a *attacker) want(what string, r answer, status int, location string) bool {
	if r.status == status && strings.HasSuffix(r.header.Get("Location"), location) {
		return true
	}
	a.h.t.Errorf("%s = status %d to %q, want %d to %q", what, r.status, r.header.Get("Location"), status, location)
	return false
}

// answers are the fields of a whole form that can be sent.
func (a *attacker) answers() url.Values {
	return url.Values{
		"answer.agree": {"yes"}, "answer.role": {"mentor"}, "answer.scale.listen": {"5"}, "answer.scale.speak": {"4"},
		"answer.surprise": {a.words()}, "quote.surprise": {"quote"}, "answer.change": {a.h.marker() + a.words()}, "answer.topics": {"study", "work"},
		"answer.word": {pick(a, "A door", "", "<b>", "ﷺ")},
	}
}

// words are what people write: at most 300 characters, the limit of a question.
func (a *attacker) words() string {
	var b strings.Builder
	for range a.rand.IntN(12) {
		b.WriteString(pick(a, "I didn't know. ", "<em>asked</em> ", "\r\n", "\"where?\" ", "مرحبا & more ", "a+b=c; ", "👍🏽 ", "naïve ", "%41 ", "{{.}} ", "\t"))
	}
	return b.String()
}

// key reads the key from a page, as a browser keeps it.
func keyOn(body string) string {
	_, after, _ := strings.Cut(body, `name="key" value="`)
	key, _, _ := strings.Cut(after, `"`)
	return html.UnescapeString(key)
}

// honest fills in the open form, page by page.
func (a *attacker) honest() {
	path := a.h.site.path
	clear(a.cookies)
	a.want("start", a.get(path), http.StatusOK, "")
	a.want("begin", a.post(path, nil), http.StatusSeeOther, "/page/1")
	a.fillIn(path, a.answers())
}

// fillIn posts the pages of a form and sends them; it reports whether that was
// acknowledged.
func (a *attacker) fillIn(path string, v url.Values) bool {
	marker := a.h.send(v)
	pages := [][]string{{"answer.agree", "answer.role"}, {"answer.scale.listen", "answer.scale.speak", "answer.surprise", "quote.surprise", "answer.change"}, {"answer.topics", "answer.word"}}
	for i, fields := range pages {
		at := fmt.Sprintf("%s/page/%d", path, i+1)
		shown := a.get(at)
		if !a.want("page", shown, http.StatusOK, "") {
			return false
		}
		part := url.Values{"key": {keyOn(shown.body)}}
		for _, f := range fields {
			part[f] = v[f]
		}
		if !a.want("save", a.post(at, part), http.StatusSeeOther, "") {
			return false
		}
	}
	check := a.get(path + "/check")
	whole := fieldsOf(check.body, path+"/check")
	return a.want("check", check, http.StatusOK, "") && a.sendWhole(path, whole, marker)
}

// sendWhole sends all answers and looks at the receipt.
func (a *attacker) sendWhole(path string, whole url.Values, marker string) bool {
	r := a.post(path+"/check", whole)
	if !a.want("send", r, http.StatusSeeOther, "/receipt") {
		return false
	}
	a.acknowledge(marker, whole.Encode())
	a.sent = append(a.sent, whole.Encode())
	receipt := a.get(path + "/receipt")
	if !strings.Contains(receipt.body, marker) {
		a.h.t.Errorf("the receipt of %s does not repeat the words", marker)
	}
	return true
}

// acknowledge notes that the server took what was sent as form.
func (a *attacker) acknowledge(marker, form string) {
	a.h.mu.Lock()
	defer a.h.mu.Unlock()
	a.h.acknowledged[marker] = form
}

// fieldsOf reads the hidden fields of a page.
func fieldsOf(body, action string) url.Values {
	v := url.Values{}
	_, form, _ := strings.Cut(body, `action="`+action+`"`)
	form, _, _ = strings.Cut(form, "</form>")
	for part := range strings.SplitSeq(form, "<input type=\"hidden\" ") {
		_, name, ok := strings.Cut(part, `name="`)
		if !ok {
			continue
		}
		name, rest, _ := strings.Cut(name, `"`)
		_, value, _ := strings.Cut(rest, `value="`)
		value, _, _ = strings.Cut(value, `"`)
		v.Add(html.UnescapeString(name), html.UnescapeString(value))
	}
	return v
}

func (a *attacker) honestInvited() {
	clear(a.cookies)
	tokens, err := a.h.site.store.Invite(a.h.t.Context(), a.h.invited.ID, []survey.Invitation{{}})
	if err != nil {
		a.h.t.Error(err)
		return
	}
	path := "/f/reverse-mentoring/2021/invited"
	a.want("invitation", a.get("/i/"+tokens[0]), http.StatusOK, "")
	a.want("accept", a.post("/i/"+tokens[0], nil), http.StatusSeeOther, "/page/1")
	if a.fillIn(path, a.answers()) {
		a.tokens = append(a.tokens, tokens[0])
	}
}

// replay sends again what was acknowledged, with the cookies or without.
func (a *attacker) replay() {
	if len(a.sent) == 0 {
		return
	}
	if a.rand.IntN(2) == 0 {
		clear(a.cookies)
	}
	body := pick(a, a.sent...)
	path := a.h.site.path
	r := a.ask(http.MethodPost, path+"/check", formType, body)
	if v, _ := url.ParseQuery(body); r.status == http.StatusSeeOther && strings.HasSuffix(r.header.Get("Location"), "/receipt") {
		a.acknowledge(markerOf(v.Get("answer.change")), body)
	}
	a.ask(http.MethodPost, path+pick(a, "/page/1", "/page/2", "/page/3", "/check", ""), formType, body)
}

func (a *attacker) spentToken() {
	if len(a.tokens) == 0 {
		return
	}
	clear(a.cookies)
	token, path := pick(a, a.tokens...), "/f/reverse-mentoring/2021/invited"
	a.want("a spent invitation", a.get("/i/"+token), http.StatusGone, "")
	a.want("a spent invitation", a.post("/i/"+token, nil), http.StatusGone, "")
	a.cookies["invitation"] = token
	a.get(path + pick(a, "", "/page/1", "/check", "/receipt"))
	v := a.answers()
	v.Set("key", a.key())
	a.try(path+"/check", v)
}

// try posts answers that may or may not be taken.
func (a *attacker) try(path string, v url.Values) answer {
	marker := a.h.send(v)
	r := a.post(path, v)
	if r.status == http.StatusSeeOther && strings.HasSuffix(r.header.Get("Location"), "/receipt") {
		a.acknowledge(marker, "tried at "+path+": "+v.Encode())
	}
	return r
}

// key is one that looks right.
func (a *attacker) key() string {
	const letters = "abcdefghijklmnopqrstuvwxyz234567"
	b := make([]byte, 52)
	for i := range b {
		b[i] = letters[a.rand.IntN(len(letters))]
	}
	return string(b)
}

// oddFields sends fields twice, fields that no page has, and choices that no
// question offers.
func (a *attacker) oddFields() {
	clear(a.cookies)
	v := a.answers()
	v.Set("key", a.key())
	for range 1 + a.rand.IntN(4) {
		switch a.rand.IntN(8) {
		case 0:
			v.Add(pick(a, "answer.surprise", "answer.word", "answer.agree", "answer.role", "key", "answer.scale.listen"), a.words())
		case 1:
			v.Set(pick(a, "answer.", "answer..", "answer.scale", "answer.scale.listen.x", "quote.", "quote.word", "answer.agree.yes", "ANSWER.word", "answer.word[]"), a.words())
		case 2:
			v.Set(pick(a, "answer.role", "answer.agree", "answer.met", "answer.scale.listen"), pick(a, "no", "yes=yes", "mentor\x00", "1-3", "5=5", "=", "../..", "5'--"))
		case 3:
			v.Set("quote.surprise", pick(a, "", "QUOTE", "quote ", "all", "quote,themes", "\x00"))
		case 4:
			v.Set(pick(a, "go", "save", "return"), pick(a, "back", "check", "1", "//evil.example", "javascript:alert(1)"))
		case 5:
			v.Del(pick(a, "answer.agree", "answer.role", "answer.scale.speak"))
		case 6:
			v["answer.topics"] = strings.Split(strings.Repeat("study,work,life,none,", 1+a.rand.IntN(200)), ",")
		case 7:
			for i := range a.rand.IntN(5000) {
				v.Set(fmt.Sprint("f", i), "")
			}
		}
	}
	a.try(a.h.site.path+pick(a, "/check", "/check", "/page/1", "/page/2", "/page/3", ""), v)
}

// oddBytes sends words that are no text.
func (a *attacker) oddBytes() {
	clear(a.cookies)
	v := a.answers()
	v.Set("key", a.key())
	for range 1 + a.rand.IntN(3) {
		raw := make([]byte, a.rand.IntN(200))
		for i := range raw {
			raw[i] = byte(a.rand.Uint32())
		}
		v.Set(pick(a, "answer.surprise", "answer.word"), string(raw))
	}
	v.Set("answer.change", v.Get("answer.change")+pick(a, "\x00", "\xff\xfe", "\xed\xa0\x80", "\xc0\xaf", "\U0010FFFF", "\u202e", "\r", "\r\r\n\n", "\u0000\u0000"))
	a.try(a.h.site.path+"/check", v)
}

// oddBodies sends bodies that cannot be read as a form. It comes without the
// draft that another kind may have made: an empty post rightly sends that.
func (a *attacker) oddBodies() {
	clear(a.cookies)
	body := pick(a, "%", "%zz=1", "a=%", "answer.word=%e0%80%zz", ";;;", "answer.word=1;answer.word=2", "&&&&&", "=", "\x00", "answer.word", strings.Repeat("a&", 50_000), strings.Repeat("=", 1000), "{\"answer.word\":1}")
	a.ask(http.MethodPost, a.h.site.path+pick(a, "", "/page/1", "/page/3", "/check", "/discard"), formType, body)
	a.ask(http.MethodPost, pick(a, "/withdraw", "/appearance", "/sign-in", "/sign-out"), formType, body)
}

// large sends more than fits: an answer, or a page.
func (a *attacker) large() {
	clear(a.cookies)
	v := a.answers()
	v.Set("key", a.key())
	v.Set(pick(a, "answer.surprise", "answer.word", "quote.surprise", "key", "answer.role"), strings.Repeat(pick(a, "x", "é", "<", "\r\n"), pick(a, 301, 20_001, 100_000, 200_000)))
	r := a.try(a.h.site.path+pick(a, "/check", "/page/2"), v)
	if r.status == http.StatusUnprocessableEntity && !strings.Contains(html.UnescapeString(r.body), v.Get("answer.change")[:10]) && strings.Contains(r.body, "answer.change") {
		a.h.t.Error("a page that was refused has lost its words")
	}
	if a.rand.IntN(8) == 0 {
		a.ask(http.MethodPost, a.h.site.path+"/page/2", formType, "answer.surprise="+strings.Repeat("x", 1<<20))
	}
}

// wrongOrder asks for the end before the beginning.
func (a *attacker) wrongOrder() {
	clear(a.cookies)
	path := pick(a, a.h.site.path, "/f/reverse-mentoring/2021/invited")
	a.get(path + pick(a, "/check", "/receipt", "/page/3", "/discard"))
	a.post(path+"/check", nil)
	a.post(path+"/check", url.Values{"key": {a.key()}})
	v := a.answers() // without a key
	a.try(path+"/check", v)
	a.post(path+"/discard", nil)
	a.get(path + "/receipt")
}

// forgedKeys posts to a draft with keys of all kinds.
func (a *attacker) forgedKeys() {
	clear(a.cookies)
	v := a.answers()
	v.Set("key", pick(a, "", "short", strings.Repeat("a", 53), strings.ToUpper(a.key()), strings.Repeat("é", 26), "' OR 1=1 --                                         ", strings.Repeat("\x00", 52), strings.Repeat("k", 100_000)))
	a.try(a.h.site.path+"/check", v)
	a.post(a.h.site.path+"/page/3", url.Values{"key": v["key"], "answer.word": {"x"}})
	a.get(a.h.site.path + "/page/3")
}

// forgedCookies comes with cookies that the site has not made.
func (a *attacker) forgedCookies() {
	clear(a.cookies)
	odd := []string{"", "x", "..", "a.b.c", "a.b.c.d", strings.Repeat("A", 26), strings.Repeat("A", 8000), "%00", "\"quoted\"", "a b", "ABC.DEF.", "..x", strings.Repeat(".", 3000)}
	for _, name := range []string{"draft", "receipt", "invitation", "flash", "appearance", "session"} {
		if a.rand.IntN(2) == 0 {
			a.cookies[name] = pick(a, odd...)
		}
	}
	path := pick(a, a.h.site.path, "/f/reverse-mentoring/2021/invited")
	a.get(path + pick(a, "", "/page/1", "/page/2", "/check", "/receipt", "/discard"))
	a.get("/")
	v := a.answers()
	v.Set("key", a.key())
	a.try(path+"/check", v)
	a.post(path+pick(a, "", "/page/1", "/page/3", "/discard"), url.Values{"answer.word": {"x"}})
}

// wrongTypes sends forms under other names. It comes without the draft that
// another kind may have made, which an unread post rightly sends, and without a
// made-up receipt, where such a post would lead.
func (a *attacker) wrongTypes() {
	clear(a.cookies)
	v := a.answers()
	kind := pick(a, "application/json", "text/plain", "", "text/xml", "application/x-www-form-urlencoded; charset=utf-16", "APPLICATION/X-WWW-FORM-URLENCODED", ";", "multipart/form-data", "multipart/mixed; boundary=x", "a/b/c; =", "application/x-www-form-urlencoded;boundary=\x7f")
	marker := a.h.send(v)
	r := a.ask(http.MethodPost, a.h.site.path+pick(a, "/check", "/page/1"), kind, v.Encode())
	if r.status == http.StatusSeeOther && strings.HasSuffix(r.header.Get("Location"), "/receipt") {
		a.acknowledge(marker, kind+": "+v.Encode())
	}
}

// multipart sends forms as files are sent: whole, cut off, and with files.
func (a *attacker) multipart() {
	clear(a.cookies)
	v := a.answers()
	v.Set("key", a.key())
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(v)) {
		for _, value := range v[name] {
			_ = w.WriteField(name, value)
		}
	}
	for range a.rand.IntN(3) {
		f, _ := w.CreateFormFile(pick(a, "answer.word", "file", "answer.surprise"), pick(a, "x.txt", "../../etc/passwd", strings.Repeat("n", 5000), "\x00"))
		_, _ = f.Write(bytes.Repeat([]byte("f"), a.rand.IntN(20_000)))
	}
	_ = w.Close()
	body := b.String()
	if a.rand.IntN(3) == 0 {
		body = body[:a.rand.IntN(len(body))]
	}
	marker := a.h.send(v)
	r := a.ask(http.MethodPost, a.h.site.path+pick(a, "/check", "/page/2"), w.FormDataContentType(), body)
	if r.status == http.StatusSeeOther && strings.HasSuffix(r.header.Get("Location"), "/receipt") {
		a.acknowledge(marker, body)
	}
}

func (a *attacker) methods() {
	method := pick(a, http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions, http.MethodTrace, http.MethodConnect, http.MethodHead, "FOO", "get", "PROPFIND")
	a.ask(method, a.h.site.path+pick(a, "", "/page/1", "/check", "/receipt"), pick(a, "", formType), pick(a, "", "a=b"))
	a.ask(method, pick(a, "/", "/sign-in", "/withdraw", "/healthz", "/static/x/y"), "", "")
}

func (a *attacker) paths() {
	path := pick(a,
		a.h.site.path+"/page/"+pick(a, "0", "-1", "4", "01", "+1", "1e0", "0x1", "99999999999999999999", "１", "1/", "1%2f", "%31", "1;x", "1%00", ""),
		"/f/"+pick(a, "..", "%2e%2e", ".", "a%2fb", "%00", "reverse-mentoring%00", "REVERSE-MENTORING", strings.Repeat("x", 3000), "%ff%fe", "'--", "%0d%0aX: y")+"/2021/end",
		"/f/reverse-mentoring/2021/end/"+pick(a, "../../../staff", "%2e%2e/%2e%2e", "check/", "receipt/x", "Check", "page", "page//1"),
		"/static/"+pick(a, "../render.go", "%2e%2e/%2e%2e/go.mod", "x/../../y", "a/b", "000000000000/verbatim.css", "//", "%00/x"),
		"/i/"+pick(a, "%00", "..", strings.Repeat("A", 5000), "A%2fB", "%ff", "%20", "'"),
		"/"+pick(a, "/evil.example", "\\evil.example", "%5cevil.example", "staff", "staff/search?q=%00", "healthz/", ".git/config", "?"+strings.Repeat("a=b&", 2000), "f", "f//", "%"),
	)
	if strings.Contains(path, "%") && !validEscapes(path) || strings.ContainsAny(path, "\\") {
		a.sendRaw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
		return
	}
	r := a.get(path)
	if to := r.header.Get("Location"); strings.Contains(to, "evil") {
		a.h.t.Errorf("%s leads to %s", path, to)
	}
}

func validEscapes(path string) bool {
	_, err := url.PathUnescape(path)
	return err == nil
}

// elsewhere posts as a page of another site does.
func (a *attacker) elsewhere() {
	v := a.answers()
	v.Set("key", a.key())
	a.h.send(v)
	headers := pick(a, []string{"Sec-Fetch-Site", "cross-site"}, []string{"Sec-Fetch-Site", "same-site"}, []string{"Origin", "https://evil.example"}, []string{"Origin", "null"}, []string{"Origin", "http://"})
	r := a.ask(http.MethodPost, a.h.site.path+pick(a, "/check", "/page/1", "", "/discard"), formType, v.Encode(), headers...)
	if r.status != http.StatusForbidden {
		a.h.t.Errorf("a post with %v = status %d, want 403", headers, r.status)
	}
}

// raw sends what no client sends.
func (a *attacker) raw() {
	path := a.h.site.path
	a.sendRaw(pick(a,
		"GET\r\n\r\n", "\r\n\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /\r\n\r\n", strings.Repeat("A", 100_000), "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: x\r\nNo colon here\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\n"+strings.Repeat("X-Y: z\r\n", 20_000)+"\r\n", "GET / HTTP/1.1\r\nHost: x\r\nCookie: "+strings.Repeat("a=b; ", 30_000)+"\r\n\r\n",
		"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", "GET "+path+" HTTP/1.1\r\nHost: "+strings.Repeat("h", 5000)+"\r\n\r\n",
		"POST "+path+"/check HTTP/1.1\r\nHost: x\r\nContent-Type: "+formType+"\r\nContent-Length: -1\r\n\r\n", "POST "+path+"/check HTTP/1.1\r\nHost: x\r\nContent-Type: "+formType+"\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\na=b",
		"POST "+path+"/check HTTP/1.1\r\nHost: x\r\nContent-Type: "+formType+"\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\na=b\r\n0\r\n\r\n", "POST "+path+"/check HTTP/1.1\r\nHost: x\r\nContent-Type: "+formType+"\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n3\r\na=b\r\n0\r\n\r\n",
		"POST "+path+"/page/1 HTTP/1.1\r\nHost: x\r\nContent-Type: "+formType+"\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\na", "POST "+path+"/page/1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", "POST "+path+"/page/1 HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\nContent-Type: "+formType+"\r\n\r\n",
		"GET "+path+" HTTP/1.1\r\nHost: x\r\n\r\nGET "+path+"/page/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "GET "+path+" HTTP/1.1\r\nHost: x\r\nX: \x00\r\n\r\n", "GET "+path+"/page/1 HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1,2-3,-\r\nIf-None-Match: *\r\nAccept-Encoding: gzip;q=x\r\nConnection: close\r\n\r\n",
		"GET "+path+" HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
	))
}

// patience is how long an attacker waits for an answer to nonsense.
const patience = 200 * time.Millisecond

// sendRaw writes bytes to a connection and reads the first answer, if one comes.
func (a *attacker) sendRaw(text string) answer {
	conn, err := (&net.Dialer{}).Dial("tcp", a.h.address)
	if err != nil {
		a.h.t.Errorf("the server takes no connection: %v", err)
		return answer{}
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	_, _ = io.WriteString(conn, text)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		a.h.got("raw", answer{})
		return answer{}
	}
	defer resp.Body.Close()
	r := answer{status: resp.StatusCode, header: resp.Header}
	if r.status >= http.StatusInternalServerError && strings.Contains(text, "Transfer-Encoding: gzip") {
		r.status = http.StatusNotImplemented // net/http's own refusal of an encoding
		a.h.requests.Add(1)
		return r
	}
	if r.status == http.StatusHTTPVersionNotSupported {
		a.h.requests.Add(1) // net/http's own
		return r
	}
	a.h.got("raw "+shortened(text), r)
	return r
}

// cut goes away in the middle: of the request, or before the answer.
func (a *attacker) cut() {
	v := a.answers()
	v.Set("key", a.key())
	a.h.send(v)
	body := v.Encode()
	text := fmt.Sprintf("POST %s/check HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", a.h.site.path, formType, len(body), body)
	conn, err := (&net.Dialer{}).Dial("tcp", a.h.address)
	if err != nil {
		a.h.t.Errorf("the server takes no connection: %v", err)
		return
	}
	if a.rand.IntN(2) == 0 {
		text = text[:a.rand.IntN(len(text))]
	}
	_, _ = io.WriteString(conn, text)
	_ = conn.Close()
	a.h.requests.Add(1)
}

// codes tries to withdraw answers with codes that it does not have.
func (a *attacker) codes() {
	code := pick(a, "", "AAAA-BBBB-CCCC-DDDD", "K7QM 2XHD 9RPA TW4E", strings.Repeat("A", 300), strings.Repeat(" ", 100), "\x00", "é", "'; DROP TABLE response; --", "%", "ＡＢＣＤ")
	r := a.post("/withdraw", url.Values{"code": {code}, "confirm": {"yes"}})
	if r.status == http.StatusOK {
		a.h.t.Errorf("the code %q withdraws something", code)
	}
	a.post("/appearance", url.Values{"theme": {pick(a, "dark", "x", "\x00")}, "next": {pick(a, "//evil.example", "/\\evil.example", "https://evil.example", "/ok", "javascript:x", "\r\nX: y")}})
}

// tokensTried guesses invitations.
func (a *attacker) tokensTried() {
	token := pick(a, strings.Repeat("A", 26), "x", a.key(), strings.Repeat("A", 1000))
	a.want("a guessed invitation", a.get("/i/"+token), http.StatusNotFound, "")
	a.want("a guessed invitation", a.post("/i/"+token, nil), http.StatusNotFound, "")
}
