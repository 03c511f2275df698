package belenios_test

import (
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

func TestNewCredential(t *testing.T) {
	form := regexp.MustCompile(`^[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}-[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}$`)
	random, seen, digits := &beleniostest.Chance{}, map[string]bool{}, map[rune]int{}
	for range 2000 {
		c, err := belenios.NewCredential(random)
		if err != nil || !form.MatchString(c) || seen[c] || belenios.CheckCredential(c) != nil {
			t.Fatal(c, err)
		}
		seen[c] = true
		for _, digit := range strings.ReplaceAll(c, "-", "") {
			digits[digit]++
		}
	}
	for digit, n := range digits { // 758.6 expected, deviation 27.3
		if len(digits) != 58 || n < 600 || n > 920 {
			t.Errorf("%c was drawn %d times of 44000", digit, n)
		}
	}
	if _, err := belenios.NewCredential(io.LimitReader(random, 20)); err == nil {
		t.Error("a credential without enough chance")
	}
	if uuid, err := belenios.NewUUID(random); err != nil || len(uuid) != 14 {
		t.Error(uuid, err)
	}
	if _, err := belenios.NewUUID(io.LimitReader(random, 10)); err == nil {
		t.Error("an identifier without enough chance")
	}
}

func TestCheckCredential(t *testing.T) {
	for text, words := range map[string]string{
		"9VveQ-pWNAxU-Wc8QK-vtdyPv":  "",
		"VZ2-vyp-BQH-sZC-Yc4":        "",
		"VZ2-vyp-BQH-sZC-Yc5":        "wrong digit",
		"VZ2-vyp-BQH-ZsC-Yc4":        "two that are exchanged",
		"VZ2-vyp-BQHs-ZC-Yc4":        "a credential has groups of 5, 6, 5 and 6 digits",
		"VZ2-vyp-BQH-sZC-Yc":         "a credential has groups of 5, 6, 5 and 6 digits",
		"9VveQpWNAxUWc8QKvtdyPv":     "a credential has groups of 5, 6, 5 and 6 digits",
		"9VveQ-pWNAxU-Wc8QK-vtdyPv-": "a credential has groups of 5, 6, 5 and 6 digits",
		"9VveQ-pWNAxU-Wc8QK-vtdyP":   "a credential has groups of 5, 6, 5 and 6 digits",
		"":                           "a credential has groups of 5, 6, 5 and 6 digits",
		"----":                       "a credential has groups of 5, 6, 5 and 6 digits",
		"9VveQ-pWNAxU-Wc8QK-vtdyP0":  "without 0, O, I and l",
		"9VveQ-pWNAxU-Wc8QK-vtdyP ":  "without 0, O, I and l",
		"9VveQ-pWNAxU-Wc8QK-vtdyPé":  "without 0, O, I and l",
	} {
		err := belenios.CheckCredential(text)
		if words == "" && err != nil {
			t.Errorf("%q: %v", text, err)
		} else if words != "" {
			complains(t, err, words)
		}
	}
	g, err := belenios.GroupNamed("Ed25519")
	if err != nil {
		t.Fatal(err)
	}
	_, err = belenios.CredentialSecret(g, "1bJtbaeX|Juqy2", "9VveQ-pWNAxU-Wc8QK-vtdyPv")
	complains(t, err, "Base58")
	_, err = belenios.CredentialSecret(g, "1bJtbaeXfJuqy2", "9VveQ")
	complains(t, err, "a credential has groups of 5, 6, 5 and 6 digits")
}
