# The suites on several releases of s6, each in a root file system of the Debian that has it. Sourced after suites.sh.
# shellcheck shell=bash disable=SC2154  # what those assign

MATRIX=$PWD/.build/matrix
MATRIX_RELEASES=(2.11.3 2.13.1 2.15.1)
MATRIX_CELLS=(live conformance gateways)
declare -A MATRIX_DEBIAN=([2.11.3]=bookworm [2.13.1]=trixie [2.15.1]=forky)
# What the suites need besides what is essential. The tests are built by a compiler that brings its own libraries, but this.
MATRIX_PACKAGES=(s6 mount perl strace libstdc++6)

# Why a release cannot be had.
declare -A matrix_reason=()

# Whether a directory is such a root file system, with all that is needed in it.
matrix_is_made() { # DIRECTORY RELEASE
  local package version states
  [ -d "$1" ] || return 1
  states=$(dpkg-query --admindir="$1/var/lib/dpkg" -W -f "\${Package} \${db:Status-Status}\n" 2>/dev/null || true)
  for package in "${MATRIX_PACKAGES[@]}"; do grep -qxF "$package installed" <<<"$states" || return 1; done
  version=$(dpkg-query --admindir="$1/var/lib/dpkg" -W -f "\${Version}" s6)
  [[ $version == "$2".* ]] || die "${MATRIX_DEBIAN[$2]} has s6 $version, not $2"
}

# A root file system of a Debian, from the mirror that this machine is set up with.
matrix_make() { # RELEASE
  local root=$MATRIX/$1 mirror option options=()
  if matrix_is_made "$root" "$1"; then return; fi
  rm -rf --one-file-system "$root" "$root.new"
  # shellcheck disable=SC2016  # apt-get's own
  mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' | awk '$2 !~ /-/ { print $1; exit }')
  for option in force-unsafe-io path-exclude=/usr/share/{doc,man,locale}/'*'; do options+=("--dpkgopt=$option"); done
  # The archive's signatures are checked; how old they are is not: a mirror may be behind.
  mmdebstrap --quiet --mode=root --variant=essential --include="$(IFS=, && echo "${MATRIX_PACKAGES[*]}")" "${options[@]}" \
    --aptopt='Acquire::Check-Valid-Until "false"' --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
    "${MATRIX_DEBIAN[$1]}" "$root.new" "$mirror"
  matrix_is_made "$root.new" "$1" || die "$root.new: a package is missing"
  mv "$root.new" "$root"
}

# Makes what is missing of the root file systems, all at once; says in matrix_reason which cannot be had.
matrix_prepare() { # RELEASES...
  local release reason='' pid
  local -A makers=()
  if [ "$(id -u)" != 0 ]; then
    reason="only root mounts root file systems here"
  elif ! reason=$(scripts/setup matrix 2>&1 | tail -n 3); then
    reason="cannot set up: $reason"
  else
    reason=''
    mkdir -p "$MATRIX"
    for release in "$@"; do
      (matrix_make "$release") >"$MATRIX/$release.log" 2>&1 &
      makers[$release]=$!
    done
  fi
  for release in "$@"; do
    matrix_reason[$release]=$reason
    pid=${makers[$release]:-}
    [ -z "$pid" ] || wait "$pid" || matrix_reason[$release]=$(tail -n 3 "$MATRIX/$release.log" | paste -sd ' ')
  done
}

# What has to be put before a command that is to run in the root file system of a release, in `inside`: the folders of this
# machine that the tests need are there too, the stage and the compiler's libraries, where the loader looks for them.
matrix_enter() { # RELEASE
  local libraries
  libraries=$(ldd "$stage/hermes-s6PackageTests.xctest" | awk '$1 == "libswiftCore.so" { sub("/[^/]*$", "", $3); print $3 }')
  [ -d "$libraries" ] || die "the compiler's libraries are not where the loader looks"
  inside=(scripts/lib/inside "$MATRIX/$1" "$libraries:$stage")
}

# The version of the package s6 that is inside, if it is the right one, and all of it as it was packaged.
matrix_version() { # RELEASE
  local version changed
  version=$("${inside[@]}" dpkg-query -W -f "\${Version}" s6)
  changed=$("${inside[@]}" dpkg --verify s6 | grep -v ' /usr/share/' || true)
  [[ $version == "$1".* ]] || die "s6 is '$version', not $1"
  [ -z "$changed" ] || die "not as it was packaged: $changed"
  printf '%s\n' "$version"
}

# The suites of a cell, all at once.
matrix_start() { # RELEASE CELL
  local user=10000
  case $2 in
    live)
      start_suites "$1-live" "$user" --filter LiveTests --skip FaultTests
      start_suites "$1-live-async" "$user" --filter AsyncTests
      start_suites "$1-live-faults" "$user" --filter FaultTests
      ;;
    conformance)
      start_suites "$1-conformance-status" "$user" --filter 'StatusConformance|ScanConformance'
      start_suites "$1-conformance-wait" "$user" --filter WaitConformance
      start_suites "$1-conformance-control" "$user" --filter ControlConformance
      ;;
    gateways)
      start_suites "$1-gateways" "$user" --filter GatewayTests --skip GatewayStormTests
      start_suites "$1-gateways-storms" "$user" --filter GatewayStormTests
      ;;
    *) die "no such cell: $2" ;;
  esac
}

# What a cell came to: what its suites counted, and the seconds of the longest.
matrix_count() { # RELEASE CELL
  local name good=0 bad=0 not=0 longest=0 g b n seconds text
  for name in "${!suite_counts[@]}"; do
    [[ $name == "$1-$2" || $name == "$1-$2-"* ]] || continue
    read -r g b n seconds <<<"${suite_counts[$name]}"
    good=$((good + g)) bad=$((bad + b)) not=$((not + n))
    [ "$longest" -gt "$seconds" ] || longest=$seconds
  done
  text="$good passed"
  [ "$bad" = 0 ] || text+=", $bad FAILED"
  [ "$not" = 0 ] || text+=", $not skipped"
  printf '%s, %s s\n' "$text" "$longest"
}

# Runs cells of a release, and prints a line of the table.
matrix_release() { # RELEASE CELLS...
  local release=$1 cell version columns=()
  shift
  if [ -z "${matrix_reason[$release]}" ]; then
    matrix_enter "$release"
    version=$(matrix_version "$release" 2>"$MATRIX/$release.log") || matrix_reason[$release]="not usable: $(tail -n 1 "$MATRIX/$release.log")"
  fi
  if [ -n "${matrix_reason[$release]}" ]; then
    for cell in "$@"; do
      skip "s6 $release, $cell" "${matrix_reason[$release]}"
      columns+=("not run")
    done
  else
    for cell in "$@"; do matrix_start "$release" "$cell"; done
    await_suites
    for cell in "$@"; do columns+=("$(matrix_count "$release" "$cell")"); done
  fi
  inside=()
  matrix_row "${version:-$release, ${MATRIX_DEBIAN[$release]}}" "${columns[@]}"
}

matrix_row() { printf '%-14s %-32s %-32s %s\n' "$1" "${2:-}" "${3:-}" "${4:-}" | tee -a "$MATRIX/table"; }

# The whole, or some releases, or cells of one: part by part of the run, and the table in .build/matrix/table.
run_matrix() { # [RELEASE [CELLS...]]
  local release releases=("${MATRIX_RELEASES[@]}") cells=("${MATRIX_CELLS[@]}")
  [ $# = 0 ] || releases=("$1")
  [ $# -lt 2 ] || cells=("${@:2}")
  begin "matrix: root file systems"
  mkdir -p "$MATRIX"
  matrix_prepare "${releases[@]}"
  : >"$MATRIX/table"
  matrix_row s6 "${cells[@]}"
  for release in "${releases[@]}"; do
    begin "matrix: s6 $release"
    matrix_release "$release" "${cells[@]}"
  done
  finish_part
  say ''
  cat "$MATRIX/table"
}
