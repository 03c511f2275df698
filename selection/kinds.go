package selection

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"

	"github.com/selectorate/selectorate/party"
)

// Kind names the act.
func (Opened) Kind() string { return "selection.opened@1" }

// Kind names the act.
func (Appointed) Kind() string { return "selection.appointed@1" }

// Kind names the act.
func (StoodDown) Kind() string { return "selection.stood-down@1" }

// Kind names the act.
func (Listed) Kind() string { return "selection.listed@1" }

// Kind names the act.
func (Challenged) Kind() string { return "selection.challenged@1" }

// Kind names the act.
func (Settled) Kind() string { return "selection.settled@1" }

// Kind names the act.
func (Frozen) Kind() string { return "selection.frozen@1" }

// Kind names the act.
func (Returned) Kind() string { return "selection.returned@1" }

// Kind names the act.
func (Countersigned) Kind() string { return "selection.countersigned@1" }

// Kind names the act.
func (Withdrawn) Kind() string { return "selection.withdrawn@1" }

// Kind names the act.
func (Reballoted) Kind() string { return "selection.reballoted@1" }

// Kind names the act.
func (Voided) Kind() string { return "selection.voided@1" }

// Kind names the act.
func (Reinstated) Kind() string { return "selection.reinstated@1" }

// Kind names the act.
func (ReceivedLate) Kind() string { return "selection.received-late@1" }

// Kind names the act.
func (Decided) Kind() string { return "selection.decided@1" }

// Kind names the act.
func (Ruled) Kind() string { return "selection.ruled@1" }

// Kind names the act.
func (Declared) Kind() string { return "selection.declared@1" }

// Kind names the act.
func (Overridden) Kind() string { return "selection.overridden@1" }

// Kind names the act.
func (Published) Kind() string { return "selection.published@1" }

// Power is the word under which rulebooks say who may do this.
func (Opened) Power() string { return "open" }

// Power is the word under which rulebooks say who may do this.
func (Appointed) Power() string { return "appoint" }

// Power is the word under which rulebooks say who may do this.
func (StoodDown) Power() string { return "appoint" }

// Power is the word under which rulebooks say who may do this.
func (Listed) Power() string { return "list" }

// Power is the word under which rulebooks say who may do this.
func (Challenged) Power() string { return "challenge" }

// Power is the word under which rulebooks say who may do this.
func (Settled) Power() string { return "settle" }

// Power is the word under which rulebooks say who may do this.
func (Frozen) Power() string { return "freeze" }

// Power is the word under which rulebooks say who may do this.
func (Returned) Power() string { return "enter" }

// Power is the word under which rulebooks say who may do this.
func (Countersigned) Power() string { return "countersign" }

// Power is the word under which rulebooks say who may do this.
func (Withdrawn) Power() string { return "withdraw" }

// Power is the word under which rulebooks say who may do this.
func (Reballoted) Power() string { return "reballot" }

// Power is the word under which rulebooks say who may do this.
func (Voided) Power() string { return "void" }

// Power is the word under which rulebooks say who may do this.
func (Reinstated) Power() string { return "reinstate" }

// Power is the word under which rulebooks say who may do this.
func (ReceivedLate) Power() string { return "enter" }

// Power is the word under which rulebooks say who may do this.
func (Decided) Power() string { return "decide" }

// Power is the word under which rulebooks say who may do this.
func (Ruled) Power() string { return "rule" }

// Power is the word under which rulebooks say who may do this.
func (Declared) Power() string { return "declare" }

// Power is the word under which rulebooks say who may do this.
func (Overridden) Power() string { return "override" }

// Power is the word under which rulebooks say who may do this.
func (Published) Power() string { return "publish" }

func (Opened) isSelectionAct()        {}
func (Appointed) isSelectionAct()     {}
func (StoodDown) isSelectionAct()     {}
func (Listed) isSelectionAct()        {}
func (Challenged) isSelectionAct()    {}
func (Settled) isSelectionAct()       {}
func (Frozen) isSelectionAct()        {}
func (Returned) isSelectionAct()      {}
func (Countersigned) isSelectionAct() {}
func (Withdrawn) isSelectionAct()     {}
func (Reballoted) isSelectionAct()    {}
func (Voided) isSelectionAct()        {}
func (Reinstated) isSelectionAct()    {}
func (ReceivedLate) isSelectionAct()  {}
func (Decided) isSelectionAct()       {}
func (Ruled) isSelectionAct()         {}
func (Declared) isSelectionAct()      {}
func (Overridden) isSelectionAct()    {}
func (Published) isSelectionAct()     {}

// readers has one reader for each kind of act. It is never changed.
//
//nolint:gochecknoglobals // a constant table; Go has no constant maps
var readers = map[string]func(open []byte) (Act, error){
	Opened{}.Kind():        read[Opened],
	Appointed{}.Kind():     read[Appointed],
	StoodDown{}.Kind():     read[StoodDown],
	Listed{}.Kind():        read[Listed],
	Challenged{}.Kind():    read[Challenged],
	Settled{}.Kind():       read[Settled],
	Frozen{}.Kind():        read[Frozen],
	Returned{}.Kind():      read[Returned],
	Countersigned{}.Kind(): read[Countersigned],
	Withdrawn{}.Kind():     read[Withdrawn],
	Reballoted{}.Kind():    read[Reballoted],
	Voided{}.Kind():        read[Voided],
	Reinstated{}.Kind():    read[Reinstated],
	ReceivedLate{}.Kind():  read[ReceivedLate],
	Decided{}.Kind():       read[Decided],
	Ruled{}.Kind():         read[Ruled],
	Declared{}.Kind():      read[Declared],
	Overridden{}.Kind():    read[Overridden],
	Published{}.Kind():     read[Published],
}

// Read gives the act that an entry of a seat's matter holds. An unknown kind is an error of kind NotFound: it
// cannot be judged by this version of the software. Unknown members are errors of kind Invalid.
func Read(kind string, open []byte) (Act, error) {
	reader, ok := readers[kind]
	if !ok {
		return nil, party.Errorf(party.NotFound, "no act of a selection is called %q in this version", kind)
	}
	return reader(open)
}

// Kinds lists the kinds of act that this version knows, in alphabetical order.
func Kinds() []string { return slices.Sorted(maps.Keys(readers)) }

func read[A Act](open []byte) (Act, error) {
	var act A
	decoder := json.NewDecoder(bytes.NewReader(open))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&act); err != nil {
		return nil, party.Errorf(party.Invalid, "read the open part of %s: %w", act.Kind(), err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, party.Errorf(party.Invalid, "read the open part of %s: something stands after it", act.Kind())
	}
	return act, nil
}
