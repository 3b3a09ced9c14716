# make demo    installs into .venv and grades a small sample class
# make quick   installs into .venv and runs the tests that need neither sandbox nor other programs
# make test    installs into .venv and runs every test that this machine has the parts for
# make system  installs those parts with apt and npm: browser, terminal, database, a hub's proxy, the sandbox's walls
# make lint    checks style and types
# make verify  proves the checkers: every reference, answer and mutant
# make oldest  grades the references with the oldest TensorFlow and Keras that are allowed
# make matrix  judges answers at each corner of the supported versions, and writes docs/versions.md
# make looks   draws every picture of the course into docs/looks.png (with a browser)
# make site    writes the site of the course into out/site (the pictures are those of make looks)
# make release builds both distributions, installs them into empty folders and runs a first hour there
# make constraints  writes the newest versions that the ranges allow into constraints.txt
# make bench   measures what grading costs (about half an hour on a quiet machine)
# make clean   removes all that was installed and made

# The system's Python first: it is built with optimizations, which pyenv's is not, and grading takes
# a quarter less with it.
FITS := import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell /usr/bin/python3 -c '$(FITS)' 2>/dev/null && echo /usr/bin/python3 || echo python3)
DOCS := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["docs"], sep="\n")
BIN := .venv/bin
STAMP := .venv/.installed
PYTEST := $(BIN)/pytest -n 2 --dist worksteal

.PHONY: help demo quick test system lint verify oldest matrix looks site release constraints bench clean

help:
	@sed -n 's/^# make/make/p' Makefile

demo: $(STAMP)
	@echo "Grading the sample class of course/sample (about half a minute) ..."
	@$(BIN)/kata grade 05_custom_layers course/sample --out out/demo --seed 5 --timeout 5 \
	    --format html --exit-zero
	@echo "The class page: out/demo/class.html"

quick: $(STAMP)
	$(PYTEST) -m "not (sandbox or nbgrader or cluster or chromium or tmux or postgresql or slow)"

test: $(STAMP)
	$(PYTEST)

system:
	@.ci/system

lint: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

verify: $(STAMP)
	$(BIN)/kata verify

oldest: $(STAMP)
	@.ci/oldest

# ONLY="py3.11-oldest-oldest sandbox" runs one corner and step; PYTHONS names interpreters.
matrix: $(STAMP)
	@$(BIN)/python .ci/matrix $(ONLY)

looks: $(STAMP)
	@$(BIN)/python .ci/looks

site: out/docs/.installed
	@NO_MKDOCS_2_WARNING=1 out/docs/bin/python -m mkdocs build --quiet
	@echo "The site: out/site/index.html"

constraints:
	rm -rf out/constraints && $(PYTHON) -m venv out/constraints
	out/constraints/bin/python -m pip install --quiet --disable-pip-version-check '.[dev,docs,release]'
	out/constraints/bin/python -m pip freeze --exclude tensorkata > constraints.txt

release: $(STAMP)
	@.ci/release

bench: $(STAMP)
	$(BIN)/python benchmarks/run.py --out out/bench.md

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c '$(FITS)' || { echo "Python 3.11 to 3.13 with its venv module is needed:" \
	    "type make PYTHON=python3.12 $(MAKECMDGOALS), or make system"; exit 2; }
	@echo "Installing into .venv for $$($(PYTHON) --version): TensorFlow alone is about 600 MB, so the first time takes minutes ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt \
	    --editable '.[dev]'
	@touch $@
	@echo "Installed."

# MkDocs has an environment of its own, which stands before .venv: the tests never see it.
out/docs/.installed: $(STAMP) pyproject.toml
	@$(BIN)/python -m venv --without-pip --clear out/docs
	@echo "import site; site.addsitedir('$$(echo $$PWD/.venv/lib/python3*/site-packages)')" \
	    > $$(echo out/docs/lib/python3*/site-packages)/venv.pth
	@$(BIN)/python -c '$(DOCS)' > out/docs/wanted.txt
	@$(BIN)/python -m pip --python out/docs/bin/python install --quiet --disable-pip-version-check \
	    --constraint constraints.txt --requirement out/docs/wanted.txt
	@touch $@

clean:
	rm -rf .venv out .pytest_cache .mypy_cache .ruff_cache
