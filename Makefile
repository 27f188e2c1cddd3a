# The front door. Every target installs the Debian packages that it lacks, and says so.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

JOBS ?= $(shell nproc)
PREFIX ?= /usr/local

BUILD_PACKAGES := g++ cmake ninja-build libyaml-cpp-dev libcli11-dev libspdlog-dev libfmt-dev \
  nlohmann-json3-dev libmd-dev libutf8proc-dev libstemmer-dev
TEST_PACKAGES := $(BUILD_PACKAGES) catch2 librapidcheck-dev python3 python3-yaml python3-jsonschema \
  clang lld libclang-rt-14-dev libxml2-utils mandoc zsh fish bash-completion expect tmux strace patch lintian fakeroot dpkg-dev
TIDY_PACKAGES := $(TEST_PACKAGES) clang-tidy clang-format
BENCH_PACKAGES := $(TEST_PACKAGES) yamllint
# Spark 3.5 runs on Java 17.
ENGINES_PACKAGES := $(BUILD_PACKAGES) python3 python3-venv git openjdk-17-jre-headless
PACKAGE_PACKAGES := $(BUILD_PACKAGES) dpkg-dev file
FUZZ_PACKAGES := $(TEST_PACKAGES)

RELEASE := build/release/dedesign

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

build: packages-build ## build the release binary
	@cmake --preset release -DDEDESIGN_TESTS=OFF > build/release.log 2>&1 || { cat build/release.log; exit 1; }
	@cmake --build --preset release -j $(JOBS) --target dedesign

demo: build ## build, and walk the ad-events prompt through five piped stages
	@scenarios/demo.sh $(RELEASE)

test: packages-test ## build and run all tests, with sanitizers and in release
	@cmake --preset dev -DDEDESIGN_TESTS=ON > build/dev.log 2>&1 || { cat build/dev.log; exit 1; }
	@cmake --build --preset dev -j $(JOBS)
	@ctest --test-dir build/dev --output-on-failure -j $(JOBS)
	@cmake --preset release -DDEDESIGN_TESTS=ON > build/release.log 2>&1 || { cat build/release.log; exit 1; }
	@cmake --build --preset release -j $(JOBS)
	@ctest --test-dir build/release --output-on-failure -j $(JOBS)

bench: packages-bench ## measure speed and memory, side by side with what they are held against
	@cmake --preset release -DDEDESIGN_TESTS=ON > build/release.log 2>&1 || { cat build/release.log; exit 1; }
	@cmake --build --preset release -j $(JOBS)
	@.ci/packages python3-venv
	@tests/bench/run.sh build/release

engines: build packages-engines ## hold estimates, replays, SARIF and the language server against programs of others
	@cmake --build --preset release -j $(JOBS) --target schedules
	@tests/engines/run.sh $(RELEASE)
	@tests/engines/replays.sh $(RELEASE) build/release/schedules
	@tests/engines/clients.sh $(RELEASE)

engines-page: build packages-engines ## the same, and write tests/engines/RESULTS.md again
	@tests/engines/run.sh $(RELEASE) --write

fuzz: packages-fuzz ## run every fuzz target for FUZZ_SECONDS (60) each
	@tests/fuzz/run.sh $${FUZZ_SECONDS:-60}

races: packages-test ## run what works on several threads under ThreadSanitizer
	@cmake --preset races > build/races.log 2>&1 || { cat build/races.log; exit 1; }
	@cmake --build --preset races -j $(JOBS) --target dedesign
	@tests/races/run.sh build/races/dedesign

generate: build ## write again the manual pages, completions and README parts that are made by the program
	@tests/cli/generate.py $(RELEASE)

fmt: packages-tidy ## format the sources
	@git ls-files '*.cpp' '*.h' | xargs clang-format -i

fmt-check: packages-tidy ## fail if a source is not formatted
	@git ls-files '*.cpp' '*.h' | xargs clang-format --dry-run --Werror

tidy: packages-tidy ## run clang-tidy, warnings as errors
	@cmake --preset tidy > build/tidy.log 2>&1 || { cat build/tidy.log; exit 1; }
	@.ci/tidy build/tidy $(JOBS)

install: build ## install below PREFIX (/usr/local)
	@cmake --install build/release --prefix $(PREFIX)

package: build packages-package ## build the Debian package of the release, in build/package
	@cmake --build --preset release -j $(JOBS) --target package_files
	@cpack -G DEB --config build/release/CPackConfig.cmake -B build/package > build/package.log 2>&1 || { cat build/package.log; exit 1; }
	@ls build/package/*.deb

packages-build: ; @mkdir -p build; .ci/packages $(BUILD_PACKAGES)
packages-test: ; @mkdir -p build; .ci/packages $(TEST_PACKAGES)
packages-bench: ; @mkdir -p build; .ci/packages $(BENCH_PACKAGES)
packages-tidy: ; @mkdir -p build; .ci/packages $(TIDY_PACKAGES)
packages-engines: ; @mkdir -p build; .ci/packages $(ENGINES_PACKAGES)
packages-package: ; @mkdir -p build; .ci/packages $(PACKAGE_PACKAGES)
packages-fuzz: ; @mkdir -p build; .ci/packages $(FUZZ_PACKAGES)

.PHONY: help build demo test bench engines engines-page fuzz races generate fmt fmt-check tidy install package \
  packages-build packages-test packages-bench packages-tidy packages-engines packages-package packages-fuzz
