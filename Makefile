# Two commands matter: `make demo` and `make test`. Both set up .venv by themselves.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin/python
PIP := $(BIN) -m pip --disable-pip-version-check install --constraint constraints.txt
JOBS ?= 2
PAIRS ?= 100000
QUERIES ?= 20000
SEED ?= 0

.DEFAULT_GOAL := help
.PHONY: help demo gallery test nightly format docs conformance bench lock clean

help:
	@echo "make demo    set up .venv and run the main job on the example in examples/chile"
	@echo "make test    set up .venv and run every check: format, lint, types, import contracts, tests"
	@echo "make nightly  ask 20,000 random queries (QUERIES=...), and compare 100,000 generated pairs of graphs that mean the"
	@echo "              same (PAIRS=..., SEED=...); the pairs go on where they stopped"
	@echo "make format  rewrite the code in the project's format"
	@echo "make docs    write docs/functions.md, docs/coming-from and docs/rules.md from the declarations"
	@echo "make gallery  compare rankings on five data sets and write the figures and pictures of docs/gallery.md"
	@echo "make conformance  ask semkg, owlrl and reasonable the public suites and write docs/conformance.md; run rdflib's tests of stores"
	@echo "make bench   run the benchmarks; each prints ratios measured in one run"
	@echo "make lock    write constraints.txt anew from the ranges in pyproject.toml"
	@echo "make clean   remove .venv and every cache"
	@echo "PYTHON=...   the interpreter to use, 3.11 or newer (now: $(PYTHON)); JOBS=... processes for tests and nightly (now: $(JOBS))"

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "semkg needs Python 3.11 or newer, $(PYTHON) is older: run make PYTHON=python3.11 ..."; exit 1; }
	@echo "==> Making $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/demo-ready: $(VENV)/made constraints.txt pyproject.toml
	@echo "==> Installing semkg with what the example needs (pinned in constraints.txt; torch is the large part)"
	@$(PIP) --editable '.[embedding,plot]'
	@touch $@

$(VENV)/test-ready: $(VENV)/made constraints.txt pyproject.toml
	@echo "==> Installing semkg with every extra and the tools for checking it (pinned in constraints.txt)"
	@$(PIP) --editable '.[all,dev]'
	@touch $@ $(VENV)/demo-ready

$(VENV)/bench-ready: $(VENV)/test-ready
	@echo "==> Installing the peers that the benchmarks race against (pinned in constraints.txt)"
	@$(PIP) --editable '.[bench]'
	@touch $@

demo: $(VENV)/demo-ready
	@$(BIN) examples/demo.py

test: $(VENV)/test-ready
	@echo "==> Format"
	@$(BIN) -m ruff format --check .
	@echo "==> Lint"
	@$(BIN) -m ruff check .
	@echo "==> Types (mypy --strict)"
	@$(BIN) -m mypy
	@echo "==> Import contracts"
	@$(BIN) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-cache
	@echo "==> Tests"
	@$(BIN) -m pytest --numprocesses $(JOBS) --durations 5

nightly: $(VENV)/test-ready
	@mkdir -p out
	@$(BIN) -m tests.query.fuzz --queries $(QUERIES) --seed $(SEED)
	@$(BIN) -m tests.invariance.nightly --pairs $(PAIRS) --seed $(SEED) --jobs $(JOBS) --resume out/nightly.json

format: $(VENV)/test-ready
	@$(BIN) -m ruff format .
	@$(BIN) -m ruff check --fix .

docs: $(VENV)/test-ready
	@$(BIN) -c 'import pathlib; from semkg.functions import FUNCTIONS, to_markdown; \
		pathlib.Path("docs/functions.md").write_text(to_markdown(FUNCTIONS), encoding="utf-8")'
	@echo "==> docs/functions.md written"
	@$(BIN) -c 'import pathlib; from semkg.vendors import pages; \
		[pathlib.Path("docs", name).write_text(page, encoding="utf-8") for name, page in pages().items()]'
	@echo "==> docs/coming-from.md and docs/coming-from/ written"
	@$(BIN) -c 'from tests.reasoning.rules_page import write; write()'
	@echo "==> docs/rules.md written"

gallery: $(VENV)/test-ready
	@$(BIN) examples/gallery.py

conformance: $(VENV)/test-ready
	@$(BIN) benchmarks/conformance.py
	@$(BIN) benchmarks/rdflib_tests.py

bench: $(VENV)/bench-ready
	@for script in benchmarks/bench_*.py; do echo "==> $$script"; $(BIN) "$$script" || exit 1; done

lock:
	@rm -rf $(VENV)-lock
	@$(PYTHON) -m venv $(VENV)-lock
	@$(VENV)-lock/bin/python -m pip --disable-pip-version-check install 'torch==2.13.0' '.[all,dev,bench]'
	@{ echo "# Exact versions of everything that make demo, make test and make bench install. Written by: make lock"; \
	   $(VENV)-lock/bin/python -m pip freeze --exclude semkg --exclude setuptools | grep -v '^#' | sed 's/+.*//'; } > constraints.txt
	@rm -rf $(VENV)-lock
	@echo "==> constraints.txt written: $$(grep -c == constraints.txt) packages"

clean:
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache out
