package check_test

import (
	"testing"

	"github.com/selectorate/selectorate/belenios/check"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// TestOurArchives checks elections that our own packages made, with what the reference elections do not have.
func TestOurArchives(t *testing.T) {
	beleniostest.Elections(t)
	all := &worlds{t, map[string]*world{}}
	for name, want := range map[string]string{
		"weighted":               `{"result":[[5,2,1],[0,2,3]]}`,
		"mixed":                  "",
		"3.0-ed25519-yesno":      `{"result":[[10,0]]}`,
		"2.5.1-ed25519-ranking":  "",
		"3.0-belenios2048-yesno": `{"result":[[10,0]]}`,
	} {
		w := all.get(name)
		w.recount(t)
		report, made := verify(t, w.bytes(), check.Options{}, nil)
		if !report.Valid || !report.Finished || want != "" && string(report.Result) != want {
			t.Errorf("%s: %s\n%s", name, report.Result, told(report, check.Fail, check.NotJudged))
		}
		hinted, _ := verify(t, w.bytes(), check.Options{}, remembered(made, report.Ballots))
		if told(hinted, check.Fail, check.Warning, check.NotJudged, check.Pass) != told(report, check.Fail, check.Warning, check.NotJudged, check.Pass) {
			t.Errorf("%s: with hints it is another report", name)
		}
	}
}
