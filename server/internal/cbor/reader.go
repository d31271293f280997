package cbor

import "unicode/utf8"

// reader reads items from the beginning of data.
type reader struct{ data []byte }

// head reads the first byte of an item and its argument.
func (r *reader) head() (major, low byte, argument uint64, err error) {
	if len(r.data) == 0 {
		return 0, 0, 0, errFormat
	}
	major, low = r.data[0]>>5, r.data[0]&31
	r.data = r.data[1:]
	switch {
	case low < oneByte:
		return major, low, uint64(low), nil
	case low == indefinite:
		return major, low, 0, nil
	case low > oneByte+3:
		return 0, 0, 0, errFormat
	}
	size := 1 << (low - oneByte)
	if len(r.data) < size {
		return 0, 0, 0, errFormat
	}
	for _, b := range r.data[:size] {
		argument = argument<<8 | uint64(b)
	}
	r.data = r.data[size:]
	return major, low, argument, nil
}

// value reads an item at a depth within lists and maps.
func (r *reader) value(depth int) (any, error) {
	if depth > maxDepth {
		return nil, errFormat
	}
	major, low, argument, err := r.head()
	if err != nil {
		return nil, err
	}
	endless := low == indefinite
	switch {
	case major == unsigned && argument < 1<<53:
		return int64(argument), r.finite(endless)
	case major == negative && argument < 1<<53:
		return -1 - int64(argument), r.finite(endless)
	case major == text:
		return r.text(argument, endless)
	case major == array:
		list := []any{}
		err := r.items(argument, endless, func() error {
			item, err := r.value(depth + 1)
			list = append(list, item)
			return err
		})
		return list, err
	case major == object:
		return r.members(argument, endless, depth)
	case major == simple && low == falseValue:
		return false, nil
	case major == simple && low == trueValue:
		return true, nil
	case major == simple && (low == null || low == undefined):
		return nil, nil
	}
	return nil, errFormat
}

func (r *reader) finite(endless bool) error {
	if endless {
		return errFormat
	}
	return nil
}

func (r *reader) members(count uint64, endless bool, depth int) (any, error) {
	members := map[string]any{}
	err := r.items(count, endless, func() error {
		name, err := r.value(depth + 1)
		key, ok := name.(string)
		if err != nil || !ok {
			return errFormat
		}
		members[key], err = r.value(depth + 1)
		return err
	})
	return members, err
}

// text reads the rest of a string. A string of indefinite length consists of several strings.
func (r *reader) text(length uint64, endless bool) (any, error) {
	if endless {
		var all string
		err := r.items(0, true, func() error {
			major, low, argument, err := r.head()
			if err != nil || major != text || low == indefinite {
				return errFormat
			}
			part, err := r.text(argument, false)
			if err == nil {
				all += part.(string)
			}
			return err
		})
		return all, err
	}
	if length > uint64(len(r.data)) || !utf8.Valid(r.data[:length]) {
		return nil, errFormat
	}
	s := string(r.data[:length])
	r.data = r.data[length:]
	return s, nil
}

// items calls read count times or, if endless is set, until the break code. Each item takes
// at least a byte, so the size of the data bounds the number of calls.
func (r *reader) items(count uint64, endless bool, read func() error) error {
	for i := uint64(0); endless || i < count; i++ {
		if len(r.data) == 0 {
			return errFormat
		}
		if endless && r.data[0] == breakCode {
			r.data = r.data[1:]
			return nil
		}
		if err := read(); err != nil {
			return err
		}
	}
	return nil
}
