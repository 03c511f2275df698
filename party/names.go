package party

// MatterID names one matter: one procedure with its acts, such as the selection in one seat. It is made by
// the software, is no secret, and says nothing about anybody.
type MatterID string

// RoundID names one run of trigger ballots in many seats, such as "2026".
type RoundID string

// SeatID names a public post for which a candidate is chosen.
type SeatID string

// UnitID names a unit within its matter: a party branch, an affiliated branch, a constituency party.
type UnitID string

// OfficeID names an office of the organisation, such as "procedures-secretary". Whoever holds it on a day
// acts in its name.
type OfficeID string

// Alias is the random identifier under which a person appears in one matter. The same person has another
// alias in every other matter; the empty alias is the software itself.
type Alias string

// Actor is who did something: a person, under the alias of the matter, in the name of an office. The zero
// Actor is the software, which computes and never decides.
type Actor struct {
	Alias  Alias
	Office OfficeID
}

// UnitKind says what sort of unit answered.
type UnitKind string

// The kinds of unit that a returns file and a rulebook may name.
const (
	Branch    UnitKind = "branch"    // a party branch
	Affiliate UnitKind = "affiliate" // a branch of an affiliated union or society
	CLP       UnitKind = "clp"       // a whole constituency party
	Ward      UnitKind = "ward"      // a ward meeting
	Members   UnitKind = "members"   // the members of the local party, voting as individuals
	Executive UnitKind = "executive" // the executive of the local party or association
)

// UnitKinds lists every kind of unit, in the order in which pages show them.
func UnitKinds() []UnitKind {
	return []UnitKind{Branch, Affiliate, CLP, Ward, Members, Executive}
}

// Words gives the kind as people read it: one of them, or several if n is not 1.
func (k UnitKind) Words(n int64) string {
	one, many := k.words()
	if n == 1 {
		return one
	}
	return many
}

func (k UnitKind) words() (one, many string) {
	switch k {
	case Branch:
		return "party branch", "party branches"
	case Affiliate:
		return "affiliated branch", "affiliated branches"
	case CLP:
		return "constituency party", "constituency parties"
	case Ward:
		return "ward meeting", "ward meetings"
	case Members:
		return "members' ballot", "members' ballots"
	case Executive:
		return "executive", "executives"
	}
	return string(k), string(k)
}
