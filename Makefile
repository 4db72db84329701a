# Stable entry points: make demo, make test, make bench. The rest serves them.
PORT ?= 8000
DIR ?= demo-data
# The system's own Python, where it will do: distributions build theirs by the profile of what it runs, and it is a
# quarter faster than one that was built by hand or by pyenv.
PYTHON ?= $(or $(shell for each in /usr/bin/python3 python3; do $$each -c \
	"import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && echo $$each && break; done),python3)

venv := .venv
python := $(venv)/bin/python
uv := $(venv)/bin/uv
run := $(venv)/.run
dev := $(venv)/.dev
node := tests/browser/node_modules/.ready
PUT_IN = install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
install = $(uv) pip install --quiet --python $(python) --require-hashes
COMPILE = $(uv) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --no-annotate --index-strategy first-index

# What Python compiled it keeps, whatever the shell says: every start of a command is three times as fast.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test bench walks check lint types layers pages format diagrams lock migration messages clean
.DEFAULT_GOAL := help

help:  ## What can be done here
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

# The pip that Python has puts uv in: to give the environment one of its own takes longer than all the rest, and is
# done where Python has none, or one too old for --python. Our own modules are compiled on the other core meanwhile.
$(uv): requirements-uv.txt
	@test -x $(python) || $(PYTHON) -m venv --without-pip $(venv)
	@$(python) -m compileall -qq casework & compiling=$$!; status=0; \
	$(PYTHON) -m pip --python $(python) $(PUT_IN) 2>/dev/null || \
	{ $(python) -m ensurepip >/dev/null && $(python) -m pip $(PUT_IN); } || status=1; \
	wait $$compiling; exit $$status
	@touch $@

$(run): requirements.txt | $(uv)
	@$(install) -r requirements.txt
	@touch $@

$(dev): requirements-dev.txt | $(uv)
	@$(install) -r requirements-dev.txt
	@touch $@ $(run)

$(node): tests/browser/package-lock.json | $(dev)
	@cd tests/browser && PATH="$(CURDIR)/$(venv)/bin:$$PATH" npm ci --silent --no-progress
	@touch $@

demo: $(run)  ## Serve a made-up organisation (PORT=8000, DIR=demo-data)
	@exec $(python) -m casework demo --port $(PORT) --dir $(DIR)

# The checks take one core for a while and run beside the rest; what they complain about stands before the summary.
# Three processes on two cores: each waits now and then, for a browser, a server or PostgreSQL. What all three would
# do first, to write down each test with its assertions, is done once, while the browser is fetched.
test: $(dev)  ## Everything that must hold: checks, and the suite on SQLite and on PostgreSQL
	@{ $(MAKE) --no-print-directory --keep-going check >$(venv)/check.log 2>&1 || { cat $(venv)/check.log; false; }; } & \
	checks=$$!; status=0; $(python) -m pytest --collect-only -qq >/dev/null 2>&1 & written=$$!; \
	$(MAKE) --no-print-directory $(node) && tests/browser/chromium.sh || status=1; wait $$written; \
	$(python) -m pytest --numprocesses 3 --dist worksteal --database both --quiet || status=1; \
	wait $$checks || status=1; exit $$status

bench: $(dev)  ## Measure what the product promises, printed as a table
	@$(python) -m tests.benchmarks

walks: $(dev)  ## Ten thousand random walks of a case, half on each database
	@WALKS=10000 $(python) -m pytest tests/walks --numprocesses 2 --database both --quiet

check: lint types layers pages  ## Style, types, layers, templates

lint: $(dev)
	@$(venv)/bin/ruff check --quiet .
	@$(venv)/bin/ruff format --quiet --check .

types: $(dev)
	@$(venv)/bin/mypy --no-error-summary

layers: $(dev)
	@$(venv)/bin/lint-imports --no-logo >$(venv)/layers.log || { cat $(venv)/layers.log; exit 1; }

pages: $(dev)
	@$(venv)/bin/djlint templates --lint --quiet

format: $(dev)  ## Lay the code out
	@$(venv)/bin/ruff check --quiet --fix .
	@$(venv)/bin/ruff format .

diagrams: $(run)  ## Draw the workflows in README anew
	@$(python) -m casework.cases.lifecycle.diagram README.md

lock: $(uv)  ## Choose versions anew, with hashes
	@$(COMPILE) --upgrade pyproject.toml -o requirements.txt
	@$(COMPILE) --upgrade -c requirements.txt pyproject.toml --group dev -o requirements-dev.txt
	@echo uv | $(COMPILE) --upgrade -c requirements-dev.txt - -o requirements-uv.txt
	@cd tests/browser && PATH="$(CURDIR)/$(venv)/bin:$$PATH" npm install --silent --package-lock-only

migration: $(dev)  ## Write a migration for what the tables have become (ABOUT="what changes")
	@$(python) -m casework.migrations "$(ABOUT)"
	@$(venv)/bin/ruff check --quiet --fix casework/migrations
	@$(venv)/bin/ruff format --quiet casework/migrations

messages: $(dev)  ## Gather the sentences to translate
	@mkdir -p casework/locale
	@$(venv)/bin/pybabel --quiet extract --mapping-file babel.cfg --keywords N_ --no-location --omit-header \
		--sort-output --output-file casework/locale/casework.pot .

clean:  ## Forget what was installed
	@rm -rf $(venv) tests/browser/node_modules dist
