# What the cases share: start, look, stop. Sourced by scripts/containers, which has set `engine`, `image`, `containers` and `case`.
# shellcheck shell=bash disable=SC2154,SC2016,SC2034

# Each container of a case has a name of its own; the one that is spoken of is `name`.
name='' started=() volumes=()

end_all() {
  [ -z "${HERMES_KEEP:-}" ] || return 0
  local each
  for each in "${started[@]}"; do "$engine" rm -f -t 0 "$each" >/dev/null 2>&1 || "$engine" rm -f "$each" >/dev/null 2>&1 || true; done
  for each in "${volumes[@]}"; do rm -rf "$each"; done
}
trap end_all EXIT

# What went wrong, with what the container has said.
fail() {
  if [ -n "$name" ]; then "$engine" logs "$name" 2>&1 | tail -n 40 >&2 || true; else printf "%s\n" "${output:-}" >&2; fi
  die "$case: $*"
}

# A directory of the host for a volume, as an engine makes one: root's.
new_volume() {
  volume=$(mktemp -d "$containers/volume.XXXXXX")
  chmod 755 "$volume"
  volumes+=("$volume")
}

# Starts a container in the background: engine's options, then -- and the container's words; without any it idles.
start() {
  local options=()
  while [ $# -gt 0 ] && [ "$1" != -- ]; do options+=("$1") && shift; done
  [ $# -eq 0 ] || shift
  [ $# -gt 0 ] || set -- sleep infinity
  name=hermes-s6-$case-$$-${#started[@]}
  started+=("$name")
  timeout -k 5 60 "$engine" run -d --name "$name" --network=none "${options[@]}" "$image" "$@" >/dev/null
}

# Runs one to its end; its output and code are in `output` and `code`.
run() {
  local options=()
  while [ $# -gt 0 ] && [ "$1" != -- ]; do options+=("$1") && shift; done
  [ $# -eq 0 ] || shift
  code=0
  output=$(timeout -k 5 60 "$engine" run --rm --network=none "${options[@]}" "$image" "$@" 2>&1) || code=$?
}

# Runs a command in the container.
as() { # USER COMMAND...
  local user=$1
  shift
  timeout -k 5 60 "$engine" exec --user "$user" "$name" "$@"
}

# A command ends with the code that it is to end with.
ends() { # CODE USER COMMAND...
  local wanted=$1 got=0 said
  shift
  said=$(as "$@" 2>&1) || got=$?
  [ "$got" = "$wanted" ] || fail "$*: ended with $got, not $wanted: $said"
}

# Waits until the tree is there, and every gateway that is wanted is up.
ready() {
  local said n
  # More than once: who asks before hermes has its number is nobody a moment later.
  for n in 1 2 3 4 5; do said=$(as hermes hermesctl health --wait --timeout 10 2>&1) && return; done
  "$engine" inspect -f '{{.State.Running}}' "$name" | grep -q true || fail "it has ended, with $(code_of)"
  fail "never ready: $said"
}

# Stops it as an operator does; how long that took, in seconds, is in `took`.
stop() { # [GRACE]
  local begun=$SECONDS
  timeout -k 5 60 "$engine" stop -t "${1:-20}" "$name" >/dev/null
  # shellcheck disable=SC2034  # for the cases
  took=$((SECONDS - begun))
}

code_of() { "$engine" inspect -f '{{.State.ExitCode}}' "$name"; }

# What something says is what it is to say.
expect() { # WANTED GOT [ABOUT]
  [ "$1" = "$2" ] || fail "${3:-}: not $1 but $2"
}

# doctor looks, and finds nothing but notes.
expect_no_problem() {
  local found
  found=$(as root hermesctl doctor --json) || fail "doctor: $found"
  expect_in '"schema":1' "$found"
}

# What something says has this in it.
expect_in() { # TEXT GOT
  [[ $2 == *"$1"* ]] || fail "'$1' is not in: $2"
}

# Never a number below 1: those are whole groups of processes.
kill_now() { # PID
  [ "$1" -gt 0 ] 2>/dev/null || fail "there is no process to kill: $1"
  as hermes sh -c "kill -9 $1"
}

pid_of() { as hermes hermesctl status -o pid "gateway-$1"; }

# Waits until the stand-in of a profile has begun in earnest, and knows what a signal means. (Being up means less.)
settled() { # PROFILE
  local n home=/opt/data/profiles/$1
  [ "$1" != default ] || home=/opt/data
  for ((n = 0; n < 100; n++)); do
    ! as hermes grep -qs "\"phase\":\"running\",\"pid\":$(pid_of "$1")," "$home/state/gateway.lifecycle.json" || return 0
  done
  fail "the gateway of $1 never ran"
}

# A profile in the volume or the container, as hermes makes one, with words for the stand-in.
add_profile() { # NAME [WORDS]
  as hermes sh -c 'mkdir -p "/opt/data/profiles/$1" && : >"/opt/data/profiles/$1/SOUL.md" && printf %s "$2" >"/opt/data/profiles/$1/stand-in"' \
    sh "$1" "${2:-}"
}
