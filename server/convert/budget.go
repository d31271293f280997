package convert

// The limits of one import. The results of functions and references in a template, and of
// selectors in manifests, must be in proportion to the size of the files.
const (
	minValues     = 100_000
	valuesPerByte = 4
	minText       = 1 << 20
	textPerByte   = 16
	maxReferences = 100 // length of a chain of names and conditions that need each other
)

// budget limits the work and the memory of one import.
type budget struct {
	values, maxValues int
	text, maxText     int
}

// newBudget returns the budget for files of the given size in bytes.
func newBudget(size int) *budget {
	return &budget{maxValues: minValues + valuesPerByte*size, maxText: minText + textPerByte*size}
}

// spend counts visited or created values. It returns an error if there are too many.
func (b *budget) spend(at *place, values int) error {
	if b.values += values; b.values > b.maxValues {
		return at.fail("the files expand to more than %d values, the limit for files of this size", b.maxValues)
	}
	return nil
}

// write counts bytes of created text. It returns an error if there are too many.
func (b *budget) write(at *place, bytes int) error {
	if b.text += bytes; b.text > b.maxText {
		return at.fail("the files expand to more than %d bytes of text, the limit for files of this size", b.maxText)
	}
	return nil
}

// exceeded reports whether a limit was exceeded and the import has failed.
func (b *budget) exceeded() bool { return b.values > b.maxValues || b.text > b.maxText }
