package quote_test

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/appmesh-mock/appmesh-mock/server/internal/quote"
)

func TestLiteralsOfGo(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":           `""`,
		"plain é 😀":  `"plain é 😀"`,
		"two\nlines": "`two\nlines`",
		`say "hi"`:   "`say \"hi\"`",
		`C:\`:        "`C:\\`",
		"`\n":        "\"`\\n\"",
		"a\r\nb":     `"a\r\nb"`,
		"\u202e\x00": `"\u202e\x00"`,
		"\ufeff\n":   `"\ufeff\n"`,
		"\xff":       `"\xff"`,
	} {
		if got := quote.Go(text); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		special := rapid.StringOf(rapid.SampledFrom([]rune("\n\r\t\"\\`a\x00\ufeff")))
		text := rapid.OneOf(rapid.String(), special).Draw(t, "text")
		if got, err := strconv.Unquote(quote.Go(text)); err != nil || got != text {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	})
}

func TestAShellReadsTheWordsOfACommand(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		char := rapid.OneOf(rapid.SampledFrom([]rune("'\"\\$`!*?~#&|;<>(){}[] \n\t\r\x1b=-aé")), rapid.Rune())
		words := rapid.SliceOf(rapid.StringOf(char.Filter(func(c rune) bool { return c != 0 }))).Draw(t, "words")
		command := quote.Command(append([]string{"printf", `%s\0`, "first"}, words...)...)
		out, err := exec.Command("sh", "-c", command).Output()
		if err != nil || string(out) != strings.Join(append([]string{"first"}, words...), "\x00")+"\x00" {
			t.Errorf("%s: %q, %v", command, out, err)
		}
	})
}

func TestPlainWordsAreNotQuoted(t *testing.T) {
	t.Parallel()
	const want = "curl -X GET http://127.0.0.1:4600/a@b%20c,d+e '' '~'\n"
	if got := quote.Command("curl", "-X", "GET", "http://127.0.0.1:4600/a@b%20c,d+e", "", "~"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
