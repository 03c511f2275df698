package org

import (
	"archive/zip"
	_ "embed"
	"io"
	"strings"
	"time"
)

// zones is the table of time zones, version 2025c of the IANA Time Zone Database, which is in the public domain
// (https://www.iana.org/time-zones), as Go 1.26 compiles it into lib/time/zoneinfo.zip.
//
//go:embed zoneinfo.zip
var zones string

// Zone gives the time zone of an IANA name with its area, such as "Europe/London", or "UTC". It is read from a
// table in the program, and from nothing else: the table of whatever machine reads a register could be older or
// newer, and would then put an act on another day. It gives UTC, and false, for every name that is not in it.
func Zone(name string) (zone *time.Location, known bool) {
	if name == "UTC" {
		return time.UTC, true
	}
	if !strings.Contains(name, "/") {
		return time.UTC, false
	}
	table, err := zip.NewReader(strings.NewReader(zones), int64(len(zones)))
	if err != nil {
		return time.UTC, false
	}
	for _, file := range table.File {
		if file.Name == name && !file.FileInfo().IsDir() {
			if zone, err := loadZone(file); err == nil {
				return zone, true
			}
		}
	}
	return time.UTC, false
}

func loadZone(file *zip.File) (*time.Location, error) {
	opened, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	data, err := io.ReadAll(opened)
	if err != nil {
		return nil, err
	}
	return time.LoadLocationFromTZData(file.Name, data)
}
