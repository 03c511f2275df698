// Package exchange writes counts and elections for other programs: the tables of the Scottish counts as CSV
// (Stages, Transfers), the summary that RCTab writes and RCVis draws (RCVis), and the papers as BLT and as cast vote
// records of NIST SP 1500-103 (BLT, CDF).
//
// Each format says less than the canonical JSON of package report; what it cannot say is refused, or told in the
// documentation of its function, and never changed silently.
package exchange
