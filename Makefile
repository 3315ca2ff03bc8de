# One command per wish. `make help` lists them; each works from a fresh clone and does nothing twice.
# Needs: make, Python 3.11 or newer with its venv module. Everything else goes into .venv, from the hash locks.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet

# What the demo makes; say `make demo CASE=serang RESIDENTS=200000` for more, `make demo SIZE=large` for 600,000 and 36 months.
CASE ?= $(if $(filter large,$(SIZE)),large,ogan-ilir)
RESIDENTS ?= $(if $(filter large,$(SIZE)),600000,20000)
DEMO_OUT ?= demo-out/$(CASE)

# How often test-faults kills commands and offices, how many histories test-nightly draws.
KILLS ?= 200
OFFICE_KILLS ?= 100
EXAMPLES ?= 10000

# What test-server runs: the tests that the database itself answers.
SERVER_TESTS := $(addprefix tests/office/test_office_,database.py second_lock.py backup.py upgrade.py work.py) \
	tests/office_positions tests/office_billing tests/office_audit

# The same words and bytes wherever it runs: Java and Python otherwise follow the terminal's language.
export LC_ALL := C.UTF-8

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test test-faults test-server test-spark test-nightly screenshots check bench docs lock

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.cakupan-installed ## make .venv with the `cakupan` command, from the hash lock

setup-dev: setup $(VENV)/.dev-installed ## the same, with what tests and checks need

demo: setup ## generate a region, run its months, open its office (CASE=ogan-ilir RESIDENTS=20000 PORT=8000; NO_SERVE=1 ends)
	$(BIN)/cakupan demo $(CASE) --residents $(RESIDENTS) --out $(DEMO_OUT) $(if $(PORT),--port $(PORT)) $(if $(NO_SERVE),--no-serve)

test: setup-dev ## run the whole test suite (ARGS="-k law -x" narrows it)
	@tools/test.sh $(BIN)/python $(ARGS)

test-faults: setup-dev ## kill -9 commands (KILLS=200) and a served office (OFFICE_KILLS=100) anywhere in their work; make test does a few
	CAKUPAN_KILLS=$(KILLS) CAKUPAN_OFFICE_KILLS=$(OFFICE_KILLS) tools/test.sh $(BIN)/python tests/faults $(ARGS)

test-server: setup-dev ## what asks the database, on a PostgreSQL server with passwords (Debian's), as a region would run it
	@tools/server_test.sh $(BIN)/python $(if $(ARGS),$(ARGS),$(SERVER_TESTS))

test-spark: setup-dev ## what compares the two engines row by row (installs Java 17 where it may)
	@tools/test.sh $(BIN)/python -m spark $(ARGS)

screenshots: setup-dev ## take the pictures of docs/images anew, from the demo of Ogan Ilir in a real browser
	CAKUPAN_SCREENSHOTS=1 tools/test.sh $(BIN)/python tests/office_browser/test_office_browser_screenshots.py

test-nightly: setup-dev ## the generative tests on 10,000 random histories (EXAMPLES=10000)
	CAKUPAN_EXAMPLES=$(EXAMPLES) tools/test.sh $(BIN)/python tests/month -k generative $(ARGS)

check: setup-dev ## lint, format, types, import direction, house rules, glossary, generated pages up to date
	@tools/check.sh $(BIN)

bench: setup-dev ## run the benchmarks in bench/ and refresh docs/benchmarks.md (minutes; wants an idle machine)
	@tools/bench.sh $(BIN)/python

docs: setup-dev ## write the generated pages of docs/ anew
	$(BIN)/python -m tools.docs

lock: setup ## resolve requirements/*.txt anew from pyproject.toml, with hashes
	tools/lock.sh $(BIN)/python

$(VENV)/.made: tools/venv.sh
	@tools/venv.sh $(PYTHON) $(VENV)
	@touch $@

$(VENV)/.run-installed: requirements/run.txt | $(VENV)/.made
	@echo "installing what cakupan runs on (requirements/run.txt)"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/.cakupan-installed: pyproject.toml $(VENV)/.run-installed
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(MAKE) --no-print-directory messages
	@touch $@

.PHONY: messages
messages: ## make the office's English texts ready (setup does it)
	@$(BIN)/python -m tools.messages compile

# Without build isolation: whatever comes as source is built with the setuptools of the lock, not with the newest.
$(VENV)/.dev-installed: requirements/dev.txt $(VENV)/.run-installed
	@echo "installing what tests and checks need (requirements/dev.txt)"
	@$(PIP) install --require-hashes --no-build-isolation --use-pep517 -r requirements/dev.txt
	@touch $@
