# Everything a developer runs. `make` alone lists the targets from the comments behind their names.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

TOOL := go tool -modfile=tools/go.mod
FUZZTIME ?= 10s

.PHONY: help demo check format vet lint staticcheck unit needs test fuzz interop timing soak assets fmt

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## play an invented party's trigger round, then serve its public pages
	go run ./cmd/selectorate demo

check: format vet lint staticcheck unit ## what every commit passes: two minutes with warm caches

format: ## say what gofumpt and goimports would change, and whether the style sheet is as built
	$(TOOL) golangci-lint fmt --diff
	tools/assets --check

vet: ## go vet, for the project and for its tools
	go vet ./...
	go -C tools vet ./...

lint: ## the walls seen file by file: .golangci.yaml
	$(TOOL) golangci-lint config verify
	$(TOOL) golangci-lint run ./...
	cd tools && go tool golangci-lint run --config ../.golangci.yaml ./...

staticcheck: ## staticcheck by itself, with its own defaults
	$(TOOL) staticcheck ./...

unit: ## architecture and unit tests, without the long ones
	go -C tools test ./...
	tools/run-tests -short ./...

needs: ## install what the full suite needs: PostgreSQL, Chromium, belenios-tool
	tools/install-test-needs

# CI=true: a test that lacks its server, its browser or its data fails instead of being skipped.
test: export CI := true
test: needs ## the full suite with the race detector, then ten seconds of fuzzing a target
	go -C tools test ./...
	go test -run TestTamperings -timeout 20m ./belenios/check
	tools/run-tests -race -shuffle=on -timeout 45m ./...
	FUZZTIME=$(FUZZTIME) TOTAL=.cache/total tools/fuzz
	@cat .cache/total

fuzz: ## fuzz every target for FUZZTIME (10s)
	FUZZTIME=$(FUZZTIME) tools/fuzz

interop: needs ## the protocol beside belenios-tool of Debian 12 and, from a folder of its own, of Debian 13
	SELECTORATE_BELENIOS3="$$(tools/belenios-3)" CI=true go test -tags interop -count=1 -run Interop -timeout 30m ./belenios/... ./cmd/selectorate

timing: ## does the time of key operations depend on the secret? prints a table for doc/benchmarks.md
	go test -v -tags timing -count=1 -run TestTiming -timeout 30m ./belenios/group

soak: export CI := true
soak: FUZZTIME := 10m
soak: needs ## hours: long kills, ten minutes of fuzzing a target, the scale benchmarks
	SELECTORATE_SOAK=1 tools/run-tests -run Soak -timeout 6h ./...
	FUZZTIME=$(FUZZTIME) tools/fuzz
	tools/scale
	tools/count-scale

assets: ## build the committed style sheet again
	tools/assets

fmt: ## format everything
	$(TOOL) golangci-lint fmt
