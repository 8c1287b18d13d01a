# Thin: each target one line of intent. `make` explains itself.
.DEFAULT_GOAL := help
SHELL := /bin/bash
BIN := .venv/bin
export BROKER ?= auto
unexport PYTHONDONTWRITEBYTECODE  # keeping what is compiled halves the start of each process
PEOPLE ?= 400
MONTHS ?= 6
SEED ?= 7
CHAOS_FAULTS ?= 40
FUZZ_SECONDS ?= 600
SERVE ?= 1
TESTS ?= tests
WORKERS ?= 3
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder
IMAGE_EXTRAS := enrollment feedback matching scheduling notification console
RESOLVE = $(BIN)/uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 -q

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: .venv/installed ## make .venv and install, exactly as locked (PYTHON=/usr/bin/python3.11)

.venv/installed: requirements.lock pyproject.toml
	@PYTHON="$(PYTHON)" bash tools/setup.sh

demo: setup ## run a whole programme (PEOPLE=400 MONTHS=6 SEED=7 SERVE=1 BROKER=auto)
	@$(BIN)/python -m demo --people $(PEOPLE) --months $(MONTHS) --seed $(SEED) --broker $(BROKER) $(if $(filter 0,$(SERVE)),--no-serve)

test: setup ## lint, types, layers, then all tests on the real stack (BROKER=tansu WORKERS=0)
	@bash tools/check.sh
	@$(PYTEST) $(TESTS)

test-all: setup ## everything, long tests too, on Kafka and on Tansu: what a release runs (hours on a slow machine)
	@bash tools/check.sh
	@BROKER=kafka $(PYTEST) -m "" $(TESTS)
	@BROKER=tansu $(PYTEST) -m "" $(TESTS)
	@mkdir -p build && git describe --always --dirty --abbrev=40 --exclude '*' > build/tested

lint: setup ## style, types, layers, generated documents
	@bash tools/check.sh

bench-events: setup ## measure the event kit against rivals (ARGS="--only pipeline --soak 60")
	@$(BIN)/python -m benchmarks.events $(ARGS)

bench-matching: setup ## measure matching against rivals (ARGS="--quick")
	@$(BIN)/python -m benchmarks.matching $(ARGS)

bench-feedback: setup ## measure a release of 1,000,000 answers, and the effect of a programme of 20,000 among 100,000 people, against pandas (ARGS="--quick")
	@$(BIN)/python -m benchmarks.feedback $(ARGS)

bench-notification: setup ## measure messages to 20,000 people, with kills in between (ARGS="--quick")
	@$(BIN)/python -m benchmarks.notification $(ARGS)

bench-pages: setup ## measure participants' pages with 100,000 people stored (ARGS="--quick")
	@$(BIN)/python -m benchmarks.pages $(ARGS)

bench-programmes: setup ## measure the end of 25,000 pairings, 1,000 who leave a full programme, and 100,000 invited (ARGS="--quick")
	@$(BIN)/python -m benchmarks.programmes $(ARGS)

chaos: setup ## kill and pause everything under load, then prove that nothing was lost (CHAOS_FAULTS=40 SEED=7)
	@$(BIN)/python -m chaos --faults $(CHAOS_FAULTS) --seed $(SEED) --broker $(BROKER)

fuzz: setup ## send requests and records of any kind for a while, and report what breaks (FUZZ_SECONDS=600 SEED=7)
	@$(BIN)/python -m fuzz --seconds $(FUZZ_SECONDS) --seed $(SEED) --broker $(BROKER)

docs: setup ## write docs/events.md and docs/asyncapi.json, record golden schemas
	@$(BIN)/python -m shared.schema.golden shared.contracts --write
	@$(BIN)/python -m tools.event_docs

site: setup ## build the documentation as a site, with a page for each API, in build/site
	@$(BIN)/python -m tools.site

release: setup ## run test-all if this commit has not passed it; build the wheel, the image's context and the bill of materials, in build/release
	@$(BIN)/python -m tools.release

lock: setup ## resolve the dependencies again: of everything, and of what the image of the services needs
	@$(RESOLVE) --all-extras --upgrade -o requirements.lock
	@$(RESOLVE) $(addprefix --extra ,$(IMAGE_EXTRAS)) --constraint requirements.lock -o requirements-services.lock

clean: ## stop the local stack and remove what the build made
	@if [ -x $(BIN)/mentoring ]; then $(BIN)/mentoring down; fi
	@rm -rf .venv .devstack build

.PHONY: help setup demo test test-all lint bench-events bench-matching bench-feedback bench-notification bench-pages bench-programmes chaos fuzz docs site release lock clean
