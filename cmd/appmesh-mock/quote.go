package main

import (
	"maps"
	"slices"
	"strings"
)

// formats write a variable and its value so that its reader takes the value as it is.
var formats = map[string]func(name, value string) string{
	"sh":         func(name, value string) string { return "export " + name + "=" + quoteSh(value) + "\n" },
	"fish":       func(name, value string) string { return "set -gx " + name + " " + quoteFish(value) + "\n" },
	"powershell": func(name, value string) string { return "$env:" + name + " = " + quotePowerShell(value) + "\n" },
	"dotenv":     func(name, value string) string { return name + "=" + quoteDotenv(value) + "\n" },
	"github":     github,
}

func formatNames() []string { return slices.Sorted(maps.Keys(formats)) }

// isPlain tells whether a value means itself without quotes, for every reader but PowerShell.
func isPlain(value string) bool {
	return value != "" && strings.Trim(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@%+,") == ""
}

// quoteSh: between single quotes everything is itself, and only they are not.
func quoteSh(value string) string {
	if isPlain(value) {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}

// quoteFish: between single quotes a backslash escapes them, and itself.
func quoteFish(value string) string {
	if isPlain(value) {
		return value
	}
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value) + "'"
}

// quotePowerShell: a single quote is doubled, and the typographic ones count as such.
func quotePowerShell(value string) string {
	return "'" + strings.NewReplacer("'", "''", "‘", "‘‘", "’", "’’", "‚", "‚‚", "‛", "‛‛").Replace(value) + "'"
}

// quoteDotenv: single quotes, which all readers take as they are, or else double ones with the
// escapes of Docker Compose and python-dotenv.
func quoteDotenv(value string) string {
	switch {
	case isPlain(value):
		return value
	case !strings.ContainsAny(value, "'\\\n\r"):
		return "'" + value + "'"
	default:
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "\n", `\n`, "\r", `\r`).Replace(value) + `"`
	}
}

// github: a value is taken as it is; one with several lines stands between two lines that it
// does not have.
func github(name, value string) string {
	if !strings.ContainsAny(value, "\r\n") {
		return name + "=" + value + "\n"
	}
	end := "EOF"
	for strings.Contains(value, end) {
		end += "_"
	}
	return name + "<<" + end + "\n" + value + "\n" + end + "\n"
}
