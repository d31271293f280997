package state

import "slices"

// MaxTags is the number of tags that a resource can have (rule 22).
const MaxTags = 50

// numbered returns a copy of the tags of a new resource, numbered in their order.
func numbered(tags []Tag) []Tag {
	tags = slices.Clone(tags)
	for i := range tags {
		tags[i].seq = i + 1
	}
	return tags
}

// Tag sets tags of a resource. Existing tags keep their position, and new ones are appended
// (rule 60).
// If there is an error, no tag is set. Errors: [NotFoundError], [NotOwnerError],
// [TooManyTagsError].
func (s *Store) Tag(caller string, k Key, tags []Tag) error {
	tags = detachedTags(tags)
	return s.changeTags(caller, k, func(old []Tag) ([]Tag, error) {
		merged := slices.Clone(old)
		next := 1
		if len(old) > 0 {
			next = old[len(old)-1].seq + 1
		}
		for _, tag := range tags {
			i := slices.IndexFunc(merged, func(other Tag) bool { return other.Key == tag.Key })
			if i >= 0 {
				merged[i].Value = tag.Value
				continue
			}
			tag.seq = next
			next++
			merged = append(merged, tag)
		}
		if len(merged) > MaxTags {
			return nil, TooManyTagsError{Key: k}
		}
		return merged, nil
	})
}

// Untag removes tags of a resource. Keys that it does not have are ignored (rule 21).
// Errors: [NotFoundError], [NotOwnerError].
func (s *Store) Untag(caller string, k Key, keys []string) error {
	return s.changeTags(caller, k, func(old []Tag) ([]Tag, error) {
		return slices.DeleteFunc(slices.Clone(old), func(tag Tag) bool { return slices.Contains(keys, tag.Key) }), nil
	})
}

func (s *Store) changeTags(caller string, k Key, change func([]Tag) ([]Tag, error)) error {
	return s.update(func(t tx) error {
		old, err := t.owned(caller, k)
		if err != nil {
			return err
		}
		r := *old
		if r.Tags, err = change(old.Tags); err != nil {
			return err
		}
		t.put(old, &r)
		s.queueEvent(Tagged, &r)
		return nil
	})
}

// Tags returns up to limit tags of a resource in the order in which they were first set. A
// page begins after the given position, which is 0 for the first page. Next is the position
// for the next page, or 0 if there is none. Only the account that created a resource can read
// its tags. Errors: [NotFoundError], [NotOwnerError].
func (s *Store) Tags(caller string, k Key, after, limit int) (page []Tag, next int, err error) {
	r, err := s.view().owned(caller, k)
	if err != nil {
		return nil, 0, err
	}
	for _, tag := range r.Tags {
		if tag.seq <= after {
			continue
		}
		if len(page) == limit {
			return page, page[limit-1].seq, nil
		}
		page = append(page, tag)
	}
	return page, 0, nil
}
