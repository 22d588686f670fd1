# Everything runs in .venv, which is set up by itself: from requirements.lock what generating needs, from
# requirements-dev.lock what the tests need besides. All that is needed: Python 3.11 or newer, make and git.
# make PYTHON=python3.13 … chooses the interpreter, make PROVIDERS="thymia vocode" generate the clients.

PYTHON ?= python3
PROVIDERS ?=
EACH ?= 0
REACH ?=
SAMPLE ?= 0
SEED ?= 17
ONLY ?=
PYTEST_OPTIONS ?= -q -n auto --maxprocesses 8
CLIENT_TESTS := tests/contract tests/runtime tests/behaviour tests/cases tests/laws

RECORDS := limits pages.remarks pages.imported pages.said pages.small pages.weathered pages.mending.battery \
  pages.drift.recorded compare.reported compare.edits mock.answered document.read text.spelled reference.shown \
  commands.transcripts

BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
READY := .venv/ready
READY_TO_TEST := .venv/ready-to-test
# Without this pyright looks for a newer version of itself on the network.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.DEFAULT_GOAL := help
.PHONY: help generate check test test-all test-rest test-slow mutants lint types golden records support docs bench clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

generate: $(READY) ## write generated/ from specs/
	@$(BIN)/python -m generator generate $(PROVIDERS)

check: $(READY) ## prove that generated/ is exactly what specs/ give
	@$(BIN)/python -m generator check $(PROVIDERS)

test: $(READY_TO_TEST) ## prove the clients: their contracts, the runtime they share, and what the generator writes
	@$(BIN)/python -m pytest $(PYTEST_OPTIONS) $(CLIENT_TESTS)

test-all: $(READY_TO_TEST) ## run the generator's own tests, too
	@$(BIN)/python -m pytest $(PYTEST_OPTIONS)

test-rest: $(READY_TO_TEST) ## run what `make test` leaves out: both together are `make test-all`
	@$(BIN)/python -m pytest $(PYTEST_OPTIONS) $(CLIENT_TESTS:%=--ignore=%)

test-slow: $(READY_TO_TEST) ## run the tests that take long or need what a fresh machine lacks
	@$(BIN)/python -m pytest $(PYTEST_OPTIONS) -m slow

mutants: $(READY_TO_TEST) ## put small bugs into a copy of the program, and list those that no test notices; EACH=N or SAMPLE=N draws more
	@$(BIN)/python -m tests.mutants --record .cache/mutants.jsonl --each $(EACH) --sample $(SAMPLE) --seed $(SEED) \
	  --only "$(ONLY)" $(if $(REACH),--reach $(REACH))

lint: $(READY_TO_TEST) ## ruff and black on what is written by hand
	@$(BIN)/ruff check --quiet . && $(BIN)/black --check --quiet . || { echo "lint: run ruff check --fix . and black ." >&2; exit 1; }

types: $(READY_TO_TEST) ## mypy --strict and pyright strict on generator, generated and the packages of tests/cases
	@$(BIN)/mypy -p generator -p generated
	@$(BIN)/pyright
	@$(BIN)/python tests/cases/check_types.py
	@$(BIN)/python -m pytest -q -m types tests/emit

records: $(READY_TO_TEST) ## write what tests have on record anew; the differences are to be read
	@for one in $(RECORDS); do $(BIN)/python -m tests.$$one || exit 1; done
	@CLIENTWRIGHT_GOLDEN=1 $(BIN)/python -m pytest $(PYTEST_OPTIONS) tests/runtime/test_recorded.py tests/cases/test_edited.py

golden: $(READY_TO_TEST) ## rewrite the expected trees of tests/cases
	@CLIENTWRIGHT_GOLDEN=1 $(BIN)/python -m pytest $(PYTEST_OPTIONS) tests/cases

support: $(READY_TO_TEST) ## rewrite docs/openapi-support.md from the tables in tests/behaviour
	@$(BIN)/python -m tests.behaviour.support

docs: $(READY_TO_TEST) ## write the reference of the clients to build/docs/: a site, and llms.txt
	@$(BIN)/python -m generator docs $(PROVIDERS)

bench: $(READY_TO_TEST) ## measure generating, using and diffs beside other generators; FILES="a.json …", DOCUMENTS=folder, SECTIONS=…
	@$(BIN)/python tests/bench

clean: ## remove .venv and every cache, but not what was kept of edited files
	@test ! -d .cache || find .cache -mindepth 1 -maxdepth 1 ! -name edited -exec rm -rf {} +
	@rm -rf .venv .pytest_cache .hypothesis .mypy_cache .ruff_cache build dist
	@find generator generated tests -name __pycache__ -prune -exec rm -rf {} +

# A stamp holds the lock that was installed: a checkout that only touches the file costs nothing.
$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Clientwright needs Python 3.11 or newer, and '$(PYTHON)' is $$({ $(PYTHON) --version || echo missing; } 2>&1 | tail -n 1)." >&2; \
		echo "Name one that is: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@cmp -s requirements.lock $@ || { \
		echo "Setting up .venv from requirements.lock (once; half a minute)" >&2; \
		{ test -x $(BIN)/python || $(PYTHON) -m venv .venv; } && $(INSTALL) -r requirements.lock; }
	@cp requirements.lock $@

$(READY_TO_TEST): requirements-dev.lock $(READY)
	@cmp -s requirements-dev.lock $@ || { \
		echo "Adding what the tests need from requirements-dev.lock (once; a minute)" >&2; \
		$(INSTALL) -r requirements-dev.lock; }
	@cp requirements-dev.lock $@
