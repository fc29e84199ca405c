# Sheerline: everything a person or a machine says to this project. The steps are in tools/; each looks first and does
# only what is missing, so a second time is quick.
#
#   make serve   sets up, builds and serves the page on this machine   (PORT=8080)
#   make build   leaves dist/, which any static host serves from any sub-path
#   make test    runs everything and ends with `N passed, N failed`    (ONLY="lint native" runs those suites)
#   make bench   measures the page in Chromium and prints medians
#   make conformance  has Kubernetes' own validation read the settings that are written; needs Go, no part of make test
#   make clean   removes what was built and installed in this folder; the tools kept for all clones stay

.PHONY: help serve build test bench conformance clean node

help:
	@sed -n 's/^#   //p' Makefile

serve: build
	@exec node tools/serve.mjs

build: node
	@node tools/setup.mjs build
	@node tools/build.mjs

test: node
	@exec node tools/test.mjs $(ONLY)

bench: node
	@node tools/setup.mjs test
	@node tools/build.mjs
	@exec node tests/browser/bench.mjs

conformance: node
	@exec node tools/conformance.mjs $(VERSIONS)

clean:
	rm -rf dist target node_modules .venv .tools tests/browser/shots

node:
	@command -v node >/dev/null && command -v npm >/dev/null \
	  || { echo "Node.js 20 or newer with npm is missing: install it, then say this again." >&2; exit 1; }
