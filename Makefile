# Each target sets up what it needs. On a fresh machine: `make book`, `make test`.

PYTHON ?= python3
VENV := .venv
BOOK := $(VENV)/bin/book

.PHONY: book test verify reproducible bench clean setup

book: setup
	@$(BOOK) build

test: setup
	@$(VENV)/bin/python -m pytest

verify: setup
	@$(BOOK) verify

reproducible: setup
	@$(BOOK) reproducible

bench: setup
	@$(VENV)/bin/python benchmarks/run.py

clean:
	@rm -rf _build

setup: $(VENV)/.ready

# The environment is exactly the lock: nothing is resolved on a user's machine.
$(VENV)/.ready: requirements.lock pyproject.toml setup.sh
	@PYTHON=$(PYTHON) VENV=$(VENV) sh setup.sh
	@touch $@
