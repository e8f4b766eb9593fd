# Every command a person needs. `make` alone lists them.

DIR ?= .
PREFIX ?= /usr/local
SWIFT ?= swift
SWIFT_FILES = Sources Examples Tests Package.swift Benchmarks/Realtime/Package.swift Benchmarks/Realtime/Sources

BUILD_PACKAGES = libncursesw5-dev libcmark-gfm-dev libcmark-gfm-extensions-dev zlib1g-dev
RELEASE_PACKAGES = valgrind
TEST_PACKAGES = tmux git openssl python3-venv vim-tiny nginx-light

.PHONY: help run build test install release lint format pictures bench fuzz fuzz-realtime fuzz-review fuzz-app corpus faults tsan soak build-packages test-packages test-python test-models

help:
	@echo 'make run [DIR=folder]      install what is missing, build, open the program in the folder'
	@echo 'make test                  build and run all tests'
	@echo 'make install [PREFIX=dir]  build for release; install the program, its manual page and completions to PREFIX (default /usr/local)'
	@echo 'make release               dist/oropendola: static Swift libraries, stripped, and a .tar.gz'
	@echo 'make lint | format         check | apply the source format'
	@echo 'make pictures              rewrite the golden screens, docs/KEYS.md, the manual page and what docs/TROUBLESHOOTING.md quotes'
	@echo 'make bench                 speed, memory and wake-ups, beside their peers'
	@echo 'make fuzz | tsan | soak    long rounds of random input | data races | a day and a week of progress, a million lines, sizes'
	@echo 'make fuzz-realtime         ten million inputs for the realtime readers and machines, in release (FUZZ_SEED=n)'
	@echo 'make fuzz-review           ten million patches, texts and blocks for all that a review reads, in release (FUZZ_SEED=n)'
	@echo 'make fuzz-app              ten million keys and events for the whole model, a frame for each thousand, in release (FUZZ_SEED=n)'
	@echo 'make test-models           the model engine against LiteLLM and OpenAI'"'"'s own client (installs 750 MB of Python once)'
	@echo 'make corpus                every edit of this repository and of some Debian packages, compared with git diff and git apply'
	@echo 'make faults                an exchange broken at every byte in every way, over real sockets (minutes)'

build-packages:
	@Scripts/check-toolchain
	@Scripts/install-packages 'the terminal, Markdown and compression libraries that the program is built on' $(BUILD_PACKAGES)

test-packages: build-packages
	@Scripts/install-packages 'the tests drive a real terminal, compare with git, sign certificates with openssl, edit with vi, talk to a Python peer, and stand behind nginx' $(TEST_PACKAGES)

test-python: test-packages
	@Scripts/make-python-venv

# Not a part of `make test`: three quarters of a gigabyte.
test-models: test-packages
	@Scripts/make-python-venv models
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --no-parallel --filter ConformanceTests.ModelPeerTests

build: build-packages
	$(SWIFT) build --product oropendola

run: build
	@cd '$(DIR)' && exec '$(CURDIR)/.build/debug/oropendola'

# What only computes keeps every processor busy, so whatever waits for a child, a disk or a socket runs after it. Real
# terminals, peers and servers run one after the other: side by side they would wait for the processor, and take the
# port that another has just left and means to come back to.
PURE_TESTS = '^(JSON|Screen|ChangeReview|Syntax|SocketIO|ModelWire|ModelAgent|TaskMachine|Scenarios|Markdown|App|Recordings)Tests\.'
# Servers that answer late or never, with a thread for each: among hundreds of others they would wait for the processor.
SOCKET_TESTS = '^TransportTests\.'
PROGRAM_TESTS = '^(Program|FaultTable)Tests\.'
# Commands with a time limit.
TIMED_TESTS = WorkspaceTests.CommandTests

test: test-packages test-python lint
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --filter $(PURE_TESTS)
	$(SWIFT) test --skip-build --skip EndToEndTests --skip ConformanceTests --skip RobustnessTests \
	    --skip LocalBackendTests --skip $(TIMED_TESTS) --skip $(SOCKET_TESTS) --skip $(PROGRAM_TESTS) --skip $(PURE_TESTS)
	$(SWIFT) test --skip-build --filter $(SOCKET_TESTS)
	$(SWIFT) test --skip-build --filter $(PROGRAM_TESTS)
	$(SWIFT) test --skip-build --no-parallel --filter $(TIMED_TESTS)
	$(SWIFT) test --skip-build --no-parallel --filter LocalBackendTests
	$(SWIFT) test --skip-build --no-parallel --filter RobustnessTests
	$(SWIFT) test --skip-build --no-parallel --filter ConformanceTests
	$(SWIFT) test --skip-build --no-parallel --filter EndToEndTests

lint:
	@$(SWIFT) format lint --strict --parallel --recursive $(SWIFT_FILES)

format:
	$(SWIFT) format format --in-place --parallel --recursive $(SWIFT_FILES)

pictures: test-packages
	UPDATE_PICTURES=1 $(SWIFT) test --filter AppTests.ScenarioScreenTests
	UPDATE_PICTURES=1 $(SWIFT) test --filter AppTests.DocumentsTests
	UPDATE_PICTURES=1 $(SWIFT) test --filter ConsoleTests.DiagnosisTests
	UPDATE_PICTURES=1 $(SWIFT) test --filter ProgramTests.ManualTests

release: build-packages
	@Scripts/install-packages 'the release is laid out by what a start runs' $(RELEASE_PACKAGES)
	Scripts/build-release

install: release
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/share/doc/oropendola'
	install -m 755 dist/oropendola '$(DESTDIR)$(PREFIX)/bin/oropendola'
	install -m 644 dist/LICENCES '$(DESTDIR)$(PREFIX)/share/doc/oropendola/LICENCES'
	install -m 644 Resources/serve/nginx.conf Resources/serve/oropendola.service '$(DESTDIR)$(PREFIX)/share/doc/oropendola'
	Scripts/install-shell-files dist/oropendola '$(DESTDIR)$(PREFIX)'

bench: release test-python
	$(SWIFT) build -c release --static-swift-stdlib --package-path Benchmarks/Realtime --scratch-path Benchmarks/.build
	$(SWIFT) build -c release --static-swift-stdlib -Xswiftc -use-ld=lld --product WorkspaceWriter
	Benchmarks/run
	Benchmarks/stream
	Benchmarks/model
	Benchmarks/review
	Benchmarks/resume
	Benchmarks/turns
	Benchmarks/realtime
	Benchmarks/serve

FUZZ_ROUNDS ?= 4000
FUZZ_SEED ?= random
fuzz: test-packages
	FUZZ_SEED=$(FUZZ_SEED) FUZZ_ROUNDS=$(FUZZ_ROUNDS) $(SWIFT) test --filter 'JSONTests|ScreenTests|ChangeReviewTests|SocketIOTests|ModelWireTests|TaskMachineTests|MarkdownTests|AppTests'

# In a folder of its own: a release build of the pure targets takes seconds, and the debug build stays as it is.
REALTIME_ROUNDS ?= 10000000
fuzz-realtime: build-packages
	$(SWIFT) build -c release --scratch-path .build-fuzz --product RealtimeFuzzer
	FUZZ_SEED=$(FUZZ_SEED) FUZZ_ROUNDS=$(REALTIME_ROUNDS) .build-fuzz/release/RealtimeFuzzer

REVIEW_ROUNDS ?= 10000000
fuzz-review: build-packages
	$(SWIFT) build -c release --scratch-path .build-fuzz --product ReviewFuzzer
	FUZZ_SEED=$(FUZZ_SEED) FUZZ_ROUNDS=$(REVIEW_ROUNDS) .build-fuzz/release/ReviewFuzzer

APP_ROUNDS ?= 10000000
fuzz-app: build-packages
	$(SWIFT) build -c release --scratch-path .build-fuzz --product AppFuzzer
	FUZZ_SEED=$(FUZZ_SEED) FUZZ_ROUNDS=$(APP_ROUNDS) .build-fuzz/release/AppFuzzer

corpus: test-packages
	Scripts/fetch-corpus
	DIFF_CORPUS=all $(SWIFT) test --filter ChangeReviewTests.DiffOracleTests

faults: test-packages
	FAULTS=all $(SWIFT) test --no-parallel --filter RobustnessTests.FaultTests

# Left out: what runs other programs, the thousand plays of the fault relay, which take too long when instrumented,
# and three tests that look at how an instrumented child ends: the sanitizer takes its signals and changes its status.
tsan: test-packages
	TSAN_OPTIONS='suppressions=$(CURDIR)/Scripts/thread-sanitizer-suppressions' \
	    $(SWIFT) test --sanitize=thread --scratch-path .build-tsan --no-parallel --skip EndToEndTests \
	    --skip ConformanceTests --skip RobustnessTests.FaultTests --skip crashesRestore --skip aRealWriteThatDoesNotFit \
	    --skip messagesFromAnotherThreadWakeTheLoop

soak: test-packages
	FUZZ_ROUNDS=2000000 $(SWIFT) test --filter 'AppTests.SoakTests'
	FUZZ_ROUNDS=1000000 $(SWIFT) test --skip-build --no-parallel --filter 'RobustnessTests.RealtimeSoakTests'
