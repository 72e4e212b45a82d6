package research

import "fmt"

// nearlyAll is the share of the changes, in hundredths, from which the index is
// taken for complete: a few are always on their way.
const nearlyAll = 99

// fewChanges is how many changes may be on their way in any case.
const fewChanges = 20

// incomplete says how far the index has come where it is being made, or made
// again: what is found until then is not all there is.
func (d *Desk) incomplete() []string {
	if d.caught == nil {
		return nil
	}
	done, head := d.caught()
	if head-done <= fewChanges || done*100 >= head*nearlyAll {
		return nil
	}
	return []string{fmt.Sprintf("The index is being made: %d of 100 parts are done. What is found and counted until then is not all. Look again in a moment.", done*100/head)}
}
