package webtest

// Through returns the same browser, with the same cookies, at another address of
// the site: as behind a balancer that sends each request to any of several
// servers. Cookies know no ports.
func (b *Browser) Through(base string) *Browser {
	return &Browser{t: b.t, base: base, client: b.client}
}
