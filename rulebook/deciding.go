package rulebook

// The parameters that selection.Decide reads, beside the one that a book names as its bar. A book that
// lacks DoubleTieCounts gets true; one that lacks another of them gets the zero value of its type: false, the
// first alternative, unknown.
const (
	// DoubleTieCounts (bool): a unit that tied twice stands among those that answered.
	DoubleTieCounts = "double_tie_in_denominator"
	// NoVotesCounts (bool): a unit that met and where nobody voted stands among those that answered.
	NoVotesCounts = "no_votes_in_denominator"
	// VoidCounts (bool): a unit whose answer was declared void stands among those that answered.
	VoidCounts = "void_in_denominator"
	// LateCounts (bool): a unit whose answer came late stands among those that answered.
	LateCounts = "late_in_denominator"
	// BarInclusive (bool): the bar itself is enough. It overrides Decision.Reach.
	BarInclusive = "bar_inclusive"
	// EmptyHalf (choice): what a weighted pool without any answer does.
	EmptyHalf = "empty_half"
	// Base (choice): of what the bar is a share, the votes cast or all members.
	Base = "base"
	// Electorate (unknown): how many members could vote; needed where Base is all-members.
	Electorate = "electorate"
	// MembersRequested (choice): whether, after the executive refused, a members' ballot was asked for.
	MembersRequested = "members_ballot_requested"
)

// MayBeShortlisted (bool) is read by nobody before the contest: whether a councillor who lost the vote can
// still be on its shortlist. Decide leaves it alone, and it stands here so that it is not forgotten.
// clause: uk-labour/councillor after-losing
const MayBeShortlisted = "may_be_shortlisted"

// AffiliateVotes (choice) is read by nobody: whether an affiliated organisation has a vote for each of its
// branches or one for the whole organisation. The list of units says it, and a named office confirms it first.
// clause: uk-labour/pre-2018 affiliate-votes
const AffiliateVotes = "affiliate_votes"

// AppealDays (whole) is how many days after the declaration an appeal may be made. Decide leaves it alone; a
// power names it.
// clause: uk-labour/* appeal
// clause: uk-labour/* IV.5.C
// clause: uk-labour/* conduct
// clause: uk-conservative/readoption conduct
const AppealDays = "appeal_days"

// EmptyPoolClause is the identifier of the clause, where a book has one, that says what happens if nothing of
// what is counted together counts.
// clause: uk-labour/* empty-pool
const EmptyPoolClause = "empty-pool"

// Values of the choices that selection.Decide reads.
const (
	OtherHalfAlone = "other-half-alone" // EmptyHalf: the other pools' weights are scaled up to 1
	CountsAsNone   = "counts-as-none"   // EmptyHalf: it adds nothing
	AllMembers     = "all-members"      // Base: those who did not vote are not for the incumbent
	NotRequested   = "no"               // MembersRequested: the executive's refusal stands
)

// lacking gives the value of a parameter that a book does not have.
func lacking(name string) string {
	if name == DoubleTieCounts {
		return "true"
	}
	return ""
}

// Inclusive tells whether the bar itself is enough in a setting.
func (b *Book) Inclusive(s Setting) bool {
	if _, ok := b.Parameter(BarInclusive); ok {
		return b.Yes(s, BarInclusive)
	}
	return b.Decision.Reach == AtLeast
}
