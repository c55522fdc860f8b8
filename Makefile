# The front door. `make` alone shows what there is; Meson does the building underneath.
LISTEN  ?= 127.0.0.1:8080
DATA    ?= var/demo
PHASE   ?=
SECONDS ?= 20
BUILD   := build
AWN     := $(BUILD)/src/cli/awn

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := menu
.PHONY: menu run test check bench bench-full bars fmt lint fuzz clean deps build

menu:
	@printf 'Awn. What make can do:\n\n'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile
	@printf '\n  LISTEN=127.0.0.1:9000 DATA=some/folder   address and folder of make run\n'
	@printf '  PHASE=unit                               one part of make test (tools/test --list)\n'
	@printf '  SECONDS=60                               how long make fuzz runs each target\n'

run: ## install what is missing, build, start a demonstration network and print how to enter
	@tools/deps build
	@tools/build $(BUILD)
	@exec $(AWN) demo --data '$(DATA)' --listen '$(LISTEN)'

test: ## every test, on both databases, with a real browser and the sanitizers
	@tools/deps all
	@tools/test $(PHASE)

check: ## the house rules: rooms, code, sizes, formatting, style sheets, texts, hardening
	@tools/deps build test
	@tools/build $(BUILD)
	@tools/check

bench: ## how fast and how small, against a yardstick run beside it; writes build/bench.json
	@tools/deps build bench
	@tools/build $(BUILD)
	@tests/load/bench

bench-full: ## the same with more and longer rounds, for numbers that are quoted
	@tools/deps build bench
	@tools/build $(BUILD)
	@tests/load/bench --full

bars: ## the promises of the sealing design, measured in full
	@tools/deps build test
	@AWN_BARS=full tools/test bars

fmt: ## format the C sources
	@tools/deps test
	@git ls-files '*.c' '*.h' | grep -v '^tests/rules/' | xargs clang-format -i

lint: ## clang-tidy, and cppcheck where it is installed
	@tools/deps build test
	@tools/lint

fuzz: ## run every fuzzer for SECONDS
	@tools/deps build test
	@tools/fuzz $(SECONDS)

build: ## only build
	@tools/deps build
	@tools/build $(BUILD)

deps: ## install everything that any of these needs
	@tools/deps all

clean: ## remove what was built; networks under var/ stay
	rm -rf build build-asan build-tsan build-fuzz
