# The project's verbs. Works with GNU make 3.81 and later, in a fresh clone and an empty home directory.

SHELL := /bin/bash
.DEFAULT_GOAL := help

# What a run can be told: make demo SIZE=small, make setup PYTHON=/path/to/python3.12, make test TESTS=tests/unit
SIZE ?= demo
PYTHON ?=
TESTS ?= tests
DIR ?= tests/scenarios/examples

UV_VERSION := 0.13.9
PYTHON_CANDIDATES := $(strip $(PYTHON) python3.13 python3.12 python3.11 python3)

TOOLS := .tools
UV := $(TOOLS)/bin/uv
UV_READY := $(TOOLS)/uv-$(UV_VERSION).ready
READY := .venv/synced
BIN := .venv/bin

# Use the Python, the certificates and the environment that are here, whatever the caller has activated.
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := true
export UV_PROJECT_ENVIRONMENT := .venv
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME

.PHONY: help setup demo test test-nightly check scenarios format bench clean distclean

help: ## List the verbs
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1	/' | awk -F '\t' '{ printf "  make %-13s %s\n", $$1, $$2 }'

setup: $(READY) ## Set up everything in this directory (the other verbs do it by themselves)
	@echo "Everything is set up in .venv."

demo: $(READY) ## Build a demonstration and serve it on two ports (SIZE=tiny, demo, small ...)
	@exec $(BIN)/intyg demo --size $(SIZE)

test: check ## Run all checks and all tests but the nightly ones (TESTS=path for some of them)
	@$(BIN)/pytest -n auto --dist loadgroup $(TESTS)

test-nightly: $(READY) ## Run the slow tests
	@$(BIN)/pytest -m nightly --hypothesis-profile nightly $(TESTS)

check: $(READY) ## Check style, types and import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

scenarios: $(READY) ## Run the acceptance scenarios of a folder (DIR=path)
	@$(BIN)/python -m tests.scenarios.runner "$(DIR)"

format: $(READY) ## Put the code in shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(READY) ## Measure documents, stages, and the statistics of 1 and 15 million certificates
	@$(BIN)/python -m benchmarks

clean: ## Remove the demonstration's data and all caches
	@rm -rf data build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -not -path './.venv/*' -not -path './$(TOOLS)/*' -prune -exec rm -rf {} +

distclean: clean ## Remove the set-up too, as in a fresh clone
	@rm -rf .venv $(TOOLS)

# The environment, exactly as the lock file says. Stamps make a second set-up instantaneous.
$(READY): pyproject.toml uv.lock $(UV_READY)
	@$(UV) sync --frozen --python $(TOOLS)/bin/python
	@touch $@

# A private uv, so that nothing has to be installed on the machine and nothing is changed outside this directory.
$(UV_READY):
	@set -euo pipefail; \
	for candidate in $(PYTHON_CANDIDATES); do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then chosen="$$candidate"; break; fi; \
	done; \
	if [ -z "$${chosen:-}" ]; then \
	  echo "Python 3.11 or newer is needed, and none of these is one: $(PYTHON_CANDIDATES)." >&2; \
	  echo "Install one, or say where it is: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; exit 1; \
	fi; \
	rm -rf $(TOOLS); \
	if ! "$$chosen" -m venv $(TOOLS); then \
	  echo "$$chosen cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; \
	fi; \
	$(TOOLS)/bin/python -m pip install --quiet uv==$(UV_VERSION)
	@touch $@
