package state

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The checks of single values in a document.

var errAccount = errors.New("must be an account of 12 digits")

// minTime and maxTime limit times, in milliseconds since 1970, to years of four digits, which
// the usual formats can represent.
var (
	minTime = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	maxTime = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli() - 1
)

func checkTime(millis int64) error {
	if millis < minTime || maxTime < millis {
		return errors.New("must be within the years 1 to 9999")
	}
	return nil
}

func checkNumbers(saved savedResource) error {
	if saved.Version < 1 || maxVersion < saved.Version {
		return at("version", fmt.Errorf("must be from 1 to %d", maxVersion))
	}
	if err := checkTime(saved.CreatedAt); err != nil {
		return at("createdAtMillis", err)
	}
	if err := checkTime(saved.LastUpdatedAt); err != nil {
		return at("lastUpdatedAtMillis", err)
	}
	return nil
}

// key converts a key of the document. It does not check the names of parents, because
// existing parents have been checked.
func (l loader) key(saved savedKey) (Key, error) {
	k := Key{Kind: ParseKind(saved.Kind), Tenant: Tenant{Account: saved.MeshOwner, Region: saved.Region}}
	switch {
	case k.Kind == 0:
		return k, at("kind", fmt.Errorf("there is no kind %q", saved.Kind))
	case !IsRegion(saved.Region):
		return k, at("region", errors.New("must be 1 to 32 lower-case letters, digits and hyphens"))
	case !IsAccount(saved.MeshOwner):
		return k, at("meshOwner", errAccount)
	case len(saved.Names) != k.Kind.Depth():
		return k, at("names", fmt.Errorf("a %s has %d names, not %d", k.Kind.words(), k.Kind.Depth(), len(saved.Names)))
	}
	for i, name := range saved.Names {
		if name == "" || strings.Contains(name, "\x00") {
			return k, at(fmt.Sprintf("names[%d]", i), errors.New("must be neither empty nor contain NUL"))
		}
	}
	copy(k.Names[:], saved.Names)
	if l.CheckName != nil {
		if err := l.CheckName(k.Kind, k.Name()); err != nil {
			return k, at(fmt.Sprintf("names[%d]", k.Kind.Depth()-1), err)
		}
	}
	return k, nil
}

// checkOwner returns an error unless the resource can have its owner: the owner of the mesh,
// for a route the owner of the router, or for other kinds any account, because a mesh may
// have been shared with it.
func checkOwner(r, parent *storedResource) error {
	want := r.Owner
	switch {
	case r.Kind == Mesh || ownersOnly(r.Kind):
		want = r.Tenant.Account
	case r.Kind == Route:
		want = parent.Owner
	}
	if !IsAccount(r.Owner) {
		return errAccount
	}
	if r.Owner != want {
		return fmt.Errorf("%v can only belong to %s", r.Key, want)
	}
	return nil
}

func (l loader) tags(saved []savedTag) ([]Tag, error) {
	if len(saved) > MaxTags {
		return nil, fmt.Errorf("must have at most %d items", MaxTags)
	}
	var tags []Tag
	for _, tag := range saved {
		tags = append(tags, Tag{Key: tag.Key, Value: tag.Value})
	}
	if l.CheckTags != nil {
		if err := l.CheckTags(slices.Clone(tags)); err != nil {
			return nil, err
		}
	}
	return numbered(tags), nil
}

func readTokens(saved []savedToken) (tokens, error) {
	if len(saved) > maxTokens {
		return "", fmt.Errorf("must have at most %d items", maxTokens)
	}
	var all tokens
	for i, each := range saved {
		value, err1 := hex.DecodeString(each.Token)
		request, err2 := hex.DecodeString(each.Request)
		if err1 != nil || err2 != nil || len(value) != digestSize || len(request) != digestSize {
			return "", fmt.Errorf("item %d must hold digests of %d bytes in hexadecimal", i, digestSize)
		}
		next := token(string(value) + string(request))
		if all.find(next) != "" {
			return "", fmt.Errorf("item %d has the token of another item", i)
		}
		all += tokens(next)
	}
	return all, nil
}
