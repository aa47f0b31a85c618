# Which Pythons there are, and what the tests of the package need of PyPI. Sourced after common.sh.
# shellcheck shell=bash

PYTHON_VERSIONS=(3.10 3.11 3.12 3.13)

# The interpreter of a version, if there is one: on the PATH, or one of pyenv's.
find_python() { # VERSION
  local candidate
  for candidate in "/usr/bin/python$1" "$(command -v "python$1" || true)" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$1".*/bin/"python$1"; do
    if [ -x "$candidate" ] && "$candidate" -c 'import ensurepip' 2>/dev/null; then
      "$candidate" -c 'import sys; print(sys.executable)'
      return
    fi
  done
  return 1
}

# Puts pytest and hypothesis for each Python that is here into .build/python/VERSION.
install_python_tools() {
  local version interpreter place
  for version in "${PYTHON_VERSIONS[@]}"; do
    place=.build/python/$version
    if [ -e "$place/done" ] || ! interpreter=$(find_python "$version"); then continue; fi
    say "Installing from PyPI, into $place: pytest, pytest-timeout, hypothesis"
    rm -rf "$place" && mkdir -p "$place"
    quietly "$interpreter" -m venv "$place/installer"
    quietly "$place/installer/bin/pip" install --disable-pip-version-check --quiet --target "$place/tools" \
      pytest==9.2.0 pytest-timeout==2.4.0 hypothesis==6.168.5
    rm -rf "$place/installer"
    touch "$place/done"
  done
}
