package state

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// UID is the unique identifier of a resource, a UUID.
type UID [16]byte

// String returns the UID in the usual form: lower-case hexadecimal digits in five groups.
func (u UID) String() string {
	var text [36]byte
	return string(u.Append(text[:0]))
}

// Append appends the form that String returns to dst.
func (u UID) Append(dst []byte) []byte {
	dst = append(hex.AppendEncode(dst, u[:4]), '-')
	dst = append(hex.AppendEncode(dst, u[4:6]), '-')
	dst = append(hex.AppendEncode(dst, u[6:8]), '-')
	dst = append(hex.AppendEncode(dst, u[8:10]), '-')
	return hex.AppendEncode(dst, u[10:])
}

// ParseUID reads a UID in the form that String returns.
func ParseUID(text string) (UID, error) {
	var u UID
	digits, err := hex.DecodeString(strings.ReplaceAll(text, "-", ""))
	if err != nil || len(digits) != len(u) {
		return UID{}, fmt.Errorf("%q is not a UUID", text)
	}
	if copy(u[:], digits); u.String() != text {
		return UID{}, fmt.Errorf("%q is not a UUID in lower case with hyphens", text)
	}
	return u, nil
}
