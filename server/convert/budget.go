package convert

// The limits of one import. What a file expands to by functions and references of a template,
// and by selectors of manifests, must stay in proportion to the size of the files.
const (
	minValues     = 100_000
	valuesPerByte = 4
	minText       = 1 << 20
	textPerByte   = 16
	maxReferences = 100 // names and conditions that need each other, one after the other
)

// budget bounds the work and the memory of one import.
type budget struct {
	values, maxValues int
	text, maxText     int
}

// newBudget returns the budget for files of the given size in bytes.
func newBudget(size int) *budget {
	return &budget{maxValues: minValues + valuesPerByte*size, maxText: minText + textPerByte*size}
}

// spend counts values that are visited or made, and reports whether the limit is kept.
func (b *budget) spend(at *place, values int) error {
	if b.values += values; b.values > b.maxValues {
		return at.fail("the files expand to more than %d values, the limit for files of this size", b.maxValues)
	}
	return nil
}

// write counts bytes of text that are made, and reports whether the limit is kept.
func (b *budget) write(at *place, bytes int) error {
	if b.text += bytes; b.text > b.maxText {
		return at.fail("the files expand to more than %d bytes of text, the limit for files of this size", b.maxText)
	}
	return nil
}

// exceeded reports whether a limit was exceeded, so that the import has failed.
func (b *budget) exceeded() bool { return b.values > b.maxValues || b.text > b.maxText }
