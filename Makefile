# make demo  installs into .venv and grades a small sample class
# make test  installs into .venv and runs the tests
# make bench measures what grading costs (about half an hour on a quiet machine)

# python3, unless that was built without optimizations, as pyenv does: then the system's own, where
# there is one that serves, since grading takes a quarter less with it.
SERVES := import ensurepip, sys, sysconfig; \
    optimized = sys.base_prefix == "/usr" \
        or "--enable-optimizations" in str(sysconfig.get_config_var("CONFIG_ARGS")); \
    sys.exit(not (optimized and (3, 11) <= sys.version_info[:2] <= (3, 13)))
PYTHON ?= $(shell for each in python3 /usr/bin/python3; do \
    if $$each -c '$(SERVES)' 2>/dev/null; then echo $$each; exit; fi; done; echo python3)
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: demo test lint verify bench clean

demo: $(STAMP)
	@echo "Grading the sample class of course/sample (about half a minute) ..."
	@$(BIN)/kata grade 05_custom_layers course/sample --out out/demo --seed 5 --timeout 5 \
	    --format html || [ $$? -eq 1 ]
	@echo "The class page: out/demo/class.html"

test: $(STAMP)
	$(BIN)/pytest -n 2 --dist worksteal

lint: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

verify: $(STAMP)
	$(BIN)/kata verify

bench: $(STAMP)
	$(BIN)/python benchmarks/run.py --out out/bench.md

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	    || { echo "Python 3.11 to 3.13 is needed: type make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@echo "Installing into .venv for $$($(PYTHON) --version): TensorFlow alone is about 600 MB, so the first time takes minutes ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt \
	    --editable '.[dev]'
	@touch $@
	@echo "Installed."

clean:
	rm -rf .venv out .pytest_cache .mypy_cache .ruff_cache
