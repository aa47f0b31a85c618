# What there is to do; each is a script, and says what it needs.
.PHONY: demo test quick check matrix soak fuzz image figures bench bench-report library wheel install documentation clean

demo:  ## see it at work on a private tree
	@scripts/setup demo && scripts/build-release && scripts/demo

test:  ## everything
	@scripts/test

quick:  ## the tests that take seconds
	@scripts/quick

check:  ## format, forbidden words, links, sizes
	@scripts/check

matrix:  ## the live, conformance and gateway suites on three releases of s6, as root
	@scripts/matrix

soak:  ## the storms in full
	@scripts/soak

fuzz:  ## every parser, ten million runs each
	@scripts/fuzz 10000000

image:  ## the production image, by docker or podman
	@scripts/image

figures:  ## the figures of the README
	@scripts/setup figures && scripts/figures && scripts/gateway-figures && scripts/python-figures && { [ "$$(id -u)" != 0 ] || scripts/perm-figures; }

library:  ## libs6native.so, its header and its pkg-config file, in .build/out
	@scripts/build-library

wheel:  ## the Python package, with the library in it, in .build/out
	@scripts/build-wheel

install:  ## the library, after make library: PREFIX=/usr/local, DESTDIR=
	@scripts/build-library install

documentation:  ## of the Swift products, in .build/out/documentation
	@scripts/documentation

bench:  ## how long control takes, beside whatever else there is: ten minutes
	@scripts/setup figures && scripts/bench full && scripts/bench-micro

bench-report:  ## docs/benchmarks.md of the last make bench
	@scripts/bench-report

clean:
	@rm -rf .build
