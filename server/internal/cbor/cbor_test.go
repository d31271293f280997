package cbor

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"
)

// The encoded forms are those of appendix A of RFC 8949.
func TestToJSONReadsTheExamplesOfTheRFC(t *testing.T) {
	t.Parallel()
	for encoded, want := range map[string]string{
		"00": `0`, "17": `23`, "1818": `24`, "1903e8": `1000`, "1a000f4240": `1000000`, "20": `-1`, "3903e7": `-1000`,
		"f4": `false`, "f5": `true`, "f6": `null`, "f7": `null`, "60": `""`, "6161": `"a"`, "62c3bc": `"ü"`, "80": `[]`,
		"83010203": `[1,2,3]`, "a0": `{}`, "a26161016162820203": `{"a":1,"b":[2,3]}`,
		"9fff": `[]`, "9f018202039f0405ffff": `[1,[2,3],[4,5]]`, "bf61610161629f0203ffff": `{"a":1,"b":[2,3]}`,
		"7f657374726561646d696e67ff": `"streaming"`,
	} {
		data, err := hex.DecodeString(encoded)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ToJSON(data); err != nil || string(got) != want {
			t.Errorf("%s: %s %v, want %s", encoded, got, err, want)
		}
	}
}

func TestToJSONRefusesMalformedAndUnsupportedItems(t *testing.T) {
	t.Parallel()
	for _, encoded := range []string{
		"", "18", "1c", "1f", "3f", "61", "62c3", "61ff", "81", "9f", "a1", "a10102", "a16161", "bf6161ff", "ff", "0000",
		"4101", "c074", "f93c00", "fb3ff199999999999a", "7f01ff", "7f7fffff", "9bffffffffffffffff", "bbffffffffffffffff",
		"1bffffffffffffffff", strings.Repeat("81", 40) + "00",
	} {
		data, err := hex.DecodeString(encoded)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ToJSON(data); err == nil {
			t.Errorf("%s: %s", encoded, got)
		}
	}
}

func TestFromJSONIsReadBack(t *testing.T) {
	t.Parallel()
	long, _ := json.Marshal(strings.Repeat("ü", 40_000))
	for _, document := range []string{
		`{"a":[1,-1,24,300,70000,true,false,null,"` + strings.Repeat("x", 300) + `"],"b":{"c":""}}`, string(long), `[]`,
	} {
		data, err := FromJSON([]byte(document))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ToJSON(data); err != nil || string(got) != document {
			t.Errorf("%.80s: %.80s %v", document, got, err)
		}
	}
	if _, err := FromJSON([]byte(`{`)); err == nil {
		t.Error("malformed JSON is converted")
	}
}

func FuzzToJSON(f *testing.F) {
	f.Add([]byte{0xa1, 0x61, 'a', 0x81, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		document, err := ToJSON(data)
		if err != nil {
			return
		}
		again, err := FromJSON(document)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := ToJSON(again); err != nil || !bytes.Equal(back, document) {
			t.Errorf("%s became %s %v", document, back, err)
		}
	})
}
