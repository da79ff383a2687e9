# Every target sets itself up: `.venv/.ready` stands for an environment that holds requirements.lock, hash by hash, and
# the grader as an editable install, so that .venv/bin/grader runs the sources as they are. Nothing is fetched while
# neither the lock nor pyproject.toml has changed.

PYTHON ?=
SHELL := /bin/sh
BIN := .venv/bin
READY := .venv/.ready
DEMO := build/demo
BENCHMARKS := $(patsubst benchmarks/%.py,bench-%,$(wildcard benchmarks/*.py))

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
unexport PYTHONHOME PYTHONPATH

.PHONY: help demo test test-long check format bench $(BENCHMARKS) lock setup clean distclean moved

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | \
	while IFS='|' read -r target what; do printf '  make %-10s %s\n' "$$target" "$$what"; done
	@echo "  PYTHON=python3.12 chooses the interpreter of a new .venv"

demo: $(READY) ## grade the example submissions
	@$(BIN)/grader grade rubrics/nonlinear_models.yaml submissions_example/nonlinear_models -o $(DEMO)
	@echo "The reports: file://$(CURDIR)/$(DEMO)/index.html"

test: $(READY) ## run the tests, with coverage
	@$(BIN)/pytest --cov

test-long: $(READY) ## run all tests: the slow ones too, and more random examples
	@$(BIN)/pytest -m "slow or not slow" --hypothesis-profile=long

check: $(READY) ## formatting, lint and types
	@status=0; \
	$(BIN)/ruff format --check . || status=1; \
	$(BIN)/ruff check . || status=1; \
	$(BIN)/mypy || status=1; \
	exit $$status

format: $(READY) ## mend formatting and what else can be mended by rule
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

bench: $(BENCHMARKS) ## run every benchmark (benchmarks/x.py alone: make bench-x)

$(BENCHMARKS): bench-%: benchmarks/%.py $(READY)
	@$(BIN)/python $<

lock: ## pin what pyproject.toml asks for; pins that still fit stay, without the file all are chosen anew
	@uv=$$(command -v uv || command -v $(BIN)/uv) || { echo "make lock needs uv on the PATH." >&2; exit 1; }; \
	env -u UV_INDEX -u UV_INDEX_URL -u UV_DEFAULT_INDEX -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
	"$$uv" pip compile --no-config --quiet --universal --python-version 3.11 --all-extras --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o requirements.lock pyproject.toml

setup: $(READY) ## make .venv only

clean: ## remove what was built, and caches
	rm -rf build dist *.egg-info .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

distclean: clean ## remove .venv as well
	rm -rf .venv

# A folder that was copied or moved takes along a .venv whose paths still lead to the old place.
$(READY): requirements.lock pyproject.toml $(if $(filter-out $(shell cat $(READY) 2>/dev/null),$(CURDIR)),moved)
	@PYTHON='$(PYTHON)' READY='$(READY)' sh -c "$$SET_UP"

# Debian and Ubuntu split `ensurepip` off their Python, so a plain `python3 -m venv` may fail where an existing pip,
# virtualenv or uv can stand in.
define SET_UP
set -eu

say() { printf '%s\n' "$$*" >&2; }

new_enough() { "$$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for name in $${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if new_enough "$$name"; then python=$$("$$name" -c 'import sys; print(sys.executable)'); return; fi
    done
    if [ -n "$$PYTHON" ]; then say "PYTHON=$$PYTHON is not a Python 3.11 or newer."; exit 1; fi
    say "No Python 3.11 or newer was found. On Debian or Ubuntu: sudo apt-get install python3 python3-venv"
    say "One that has another name is chosen with: make PYTHON=/path/to/python3"
    exit 1
}

find_installer() {
    installer=".venv/bin/python -m pip install"
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then return 0; fi
    for pip in "$${python:-python3} -m pip" "python3 -m pip" pip3 pip; do
        installer="$$pip --python .venv/bin/python install"
        if $$pip --python .venv/bin/python --version >/dev/null 2>&1; then return 0; fi
    done
    installer="uv pip install --python .venv/bin/python"
    uv --version >/dev/null 2>&1
}

create() {
    find_python
    say "Making .venv with $$python"
    failures=
    for way in "$$python -m venv" "$$python -m venv --without-pip" "virtualenv -p $$python" \
        "uv venv --no-python-downloads --python $$python"; do
        rm -rf .venv
        if failure=$$($$way .venv 2>&1) && find_installer; then return; fi
        failures="$$failures$$way: $${failure:-there is no pip to go with it}\n"
    done
    rm -rf .venv
    printf '%b\n' "$$failures" >&2
    version=$$("$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    say "No way was found to make a virtual environment with $$python. On Debian or Ubuntu this mends it:"
    say "    sudo apt-get install python$$version-venv"
    exit 1
}

# Two runs of make at once take turns; the second finds the work done.
if command -v flock >/dev/null 2>&1; then exec 9<Makefile; flock 9; fi
here=$$(pwd -P)
if [ "$$(cat "$$READY" 2>/dev/null)" = "$$here" ] && [ "$$READY" -nt requirements.lock ] &&
    [ "$$READY" -nt pyproject.toml ]; then exit 0; fi

rm -f "$$READY"
if ! grep -qsF "$$here/.venv" .venv/bin/activate || ! new_enough .venv/bin/python || ! find_installer; then create; fi
say "Installing requirements.lock into .venv"
$$installer --quiet --require-hashes -r requirements.lock
$$installer --quiet --no-deps --no-index --no-build-isolation --editable .
printf '%s\n' "$$here" >"$$READY"
endef
export SET_UP
