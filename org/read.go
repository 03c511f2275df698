package org

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/selectorate/selectorate/party"
)

// Read gives the act that an entry of the organisation's matter holds. An unknown kind is an error of kind
// NotFound: it cannot be judged by this version of the software. Unknown members are errors of kind Invalid.
func Read(kind string, open []byte) (Act, error) {
	switch kind {
	case Founded{}.Kind():
		return read[Founded](open)
	case KeyChanged{}.Kind():
		return read[KeyChanged](open)
	case BookAdopted{}.Kind():
		return read[BookAdopted](open)
	case ParametersConfirmed{}.Kind():
		return read[ParametersConfirmed](open)
	case Appointed{}.Kind():
		return read[Appointed](open)
	case StoodDown{}.Kind():
		return read[StoodDown](open)
	case Erased{}.Kind():
		return read[Erased](open)
	}
	return nil, party.Errorf(party.NotFound, "no act of the organisation is called %q in this version", kind)
}

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
