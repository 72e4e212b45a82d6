package bleveindex

// Strain makes an index do for few documents what it does for many: share each
// search between cores, keep the positions of every word, and have room for few
// of them.
func Strain(x *Index) {
	x.sharing = 0
	x.cache.keeping = 0
	x.cache.positions.limit = 40 * positionBytes
}
