package meek_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/internal/counttest"
)

// transcript is what stv-rs wrote of a count.
type transcript struct {
	begin   map[string]exact.Number // the first preferences
	rounds  []transcribed
	elected []string // in the end
}

// transcribed is a round: its events, and the figures at the last of them.
type transcribed struct {
	elected  []string
	defeated string
	tied     []string // if a tie was broken
	votes    map[string]exact.Number
	quota    exact.Number
	residual exact.Number
}

func readTranscript(t *testing.T, path string) transcript {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var (
		r      transcript
		row    = regexp.MustCompile(`^\t(Hopeful|Elected|Defeated): +(.*) \((.*)\)$`)
		figure = regexp.MustCompile(`^\t(Quota|Residual): (.*)$`)
		tie    = regexp.MustCompile(`^Action: Break tie \(defeat\): \[(.*)\] -> (.*)$`)
		defeat = regexp.MustCompile(`^Action: Defeat \(.*\): (.*)$`)
		votes  = map[string]exact.Number{}
		last   = new(transcribed)
		over   bool
		final  bool
	)
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "Round "):
			r.rounds = append(r.rounds, transcribed{})
			last = &r.rounds[len(r.rounds)-1]
			last.votes = map[string]exact.Number{}
			votes = last.votes
		case line == "Action: Begin Count":
			r.begin = votes
		case strings.HasPrefix(line, "Action: Elect remaining"), strings.HasPrefix(line, "Action: Defeat remaining"):
			over = true // the filling of the last places is no stage
		case line == "Action: Count Complete":
			over, final = true, true
		case strings.HasPrefix(line, "Action: Elect: "):
			last.elected = append(last.elected, strings.TrimPrefix(line, "Action: Elect: "))
		case tie.MatchString(line):
			last.tied = strings.Split(tie.FindStringSubmatch(line)[1], ", ")
		case defeat.MatchString(line):
			last.defeated = defeat.FindStringSubmatch(line)[1]
		case row.MatchString(line):
			fields := row.FindStringSubmatch(line)
			for name := range strings.SplitSeq(fields[2], ", ") {
				if final && fields[1] == "Elected" {
					r.elected = append(r.elected, name)
				}
				if !over {
					votes[name] = number(t, fields[3])
				}
			}
		case figure.MatchString(line) && !over:
			fields := figure.FindStringSubmatch(line)
			if fields[1] == "Quota" {
				last.quota = number(t, fields[2])
			} else {
				last.residual = number(t, fields[2])
			}
		}
	}
	return r
}

// Every transcript of stv-rs: quota, votes, what nobody has, elections, exclusions, ties and winners.
func TestTranscripts(t *testing.T) {
	root := filepath.Join(counttest.Elections(t), "meek-transcripts")
	logs := 0
	err := filepath.WalkDir(filepath.Join(root, "meek"), func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		logs++
		name, _ := filepath.Rel(filepath.Join(root, "meek"), path)
		t.Run(name, func(t *testing.T) {
			if testing.Short() && strings.Contains(name, "rand_geometric") {
				t.Skip("long: not with -short")
			}
			ballots, _, _ := strings.Cut(name, ".")
			ballots = strings.Replace(ballots, "force_positive_surplus", "below_quota", 1) // a switch, for the same papers
			follow(t, counttest.Read(t, filepath.Join(root, "ballots", ballots+".blt")), readTranscript(t, path), settings(name))
		})
		return nil
	})
	if err != nil || logs != 33 {
		t.Errorf("%d transcripts: %v", logs, err)
	}
}

// settings gives the options that make the parametric rule do what stv-rs did for a transcript of this name.
func settings(name string) map[string]string {
	set := map[string]string{"equal": "droop"}
	if strings.Contains(name, ".equalize.") { //nolint:misspell // its name
		set["equal"] = "all-orders-stepwise"
	}
	if strings.HasPrefix(name, "crashes/") || strings.Contains(name, "force_positive_surplus") {
		set["surplus"] = "each" // the switch that keeps stv-rs from crashing as droop does
	}
	if strings.Contains(name, ".approx.") {
		set["arithmetic"], set["decimals"], set["elect"] = "rational", "6", "above"
	}
	return set
}

func follow(t *testing.T, e *count.Election, want transcript, set map[string]string) {
	t.Helper()
	o := count.Options{Set: set}
	if e.TieOrder == nil { // stv-rs then takes the order of the file
		for c := range e.Candidates {
			o.Lots = append(o.Lots, c)
		}
	}
	m := counttest.Method(t, "meek-parametric")
	r, err := m.Count(e, o)
	if err != nil {
		t.Fatal(err)
	}
	names := func(candidates []int) []string {
		var names []string
		for _, c := range candidates {
			names = append(names, e.Candidates[c].Name)
		}
		slices.Sort(names)
		return names
	}
	if len(r.Stages) != len(want.rounds) {
		t.Fatalf("%d stages, want %d", len(r.Stages), len(want.rounds))
	}
	for c, candidate := range e.Candidates {
		if !candidate.Withdrawn && !r.Stages[0].Votes[c].Equal(want.begin[candidate.Name]) {
			t.Errorf("%s has %s first preferences, want %s", candidate.Name, r.Stages[0].Votes[c], want.begin[candidate.Name])
		}
	}
	for i, round := range want.rounds {
		stage := r.Stages[i]
		for c, candidate := range e.Candidates {
			if !stage.Votes[c].Equal(round.votes[candidate.Name]) {
				t.Errorf("stage %d: %s has %s votes, want %s", i+1, candidate.Name, stage.Votes[c].Text(r.Places), round.votes[candidate.Name].Text(r.Places))
			}
		}
		if !stage.Quota.Equal(round.quota) || !stage.Nontransferable.Equal(round.residual) {
			t.Errorf("stage %d: quota %s and %s non-transferable, want %s and %s", i+1, stage.Quota, stage.Nontransferable, round.quota, round.residual)
		}
		var elected []int
		for _, d := range stage.Decisions {
			if d.Verb == count.Elected && !strings.Contains(d.Reason, "without the quota") {
				elected = append(elected, d.Candidates...)
			}
		}
		slices.Sort(round.elected)
		if !slices.Equal(names(elected), round.elected) {
			t.Errorf("stage %d elects %v, want %v", i+1, names(elected), round.elected)
		}
		if i+1 < len(r.Stages) && round.defeated != "" && !slices.Equal(names(r.Stages[i+1].Of), []string{round.defeated}) {
			t.Errorf("stage %d excludes %v, want %s", i+2, names(r.Stages[i+1].Of), round.defeated)
		}
		slices.Sort(round.tied)
		var tied []string
		for _, tie := range r.Ties {
			if tie.Stage == i+1 {
				tied = names(tie.Candidates)
				if e.Candidates[tie.Chosen].Name != round.defeated {
					t.Errorf("stage %d: the tie falls on %s, want %s", i+1, e.Candidates[tie.Chosen].Name, round.defeated)
				}
			}
		}
		if !slices.Equal(tied, round.tied) {
			t.Errorf("stage %d: a tie of %v, want %v", i+1, tied, round.tied)
		}
	}
	slices.Sort(want.elected)
	if !slices.Equal(names(r.Winners), want.elected) {
		t.Errorf("elected %v, want %v", names(r.Winners), want.elected)
	}
}
