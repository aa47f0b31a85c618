# What holds however a container is restricted. Sourced by cases, after lib.sh.
# shellcheck shell=bash disable=SC2154,SC2016

helper=/usr/libexec/hermes-s6/perm-helper

# hermesctl controls root's services by some way, within the policy, and what root relies on is not hermes'.
expect_bridge() {
  ends 0 hermes hermesctl restart main-hermes --timeout 20
  ends 77 hermes hermesctl stop main-hermes --timeout 20
  ends 77 hermes hermesctl signal HUP dashboard
  ends 0 root /usr/libexec/hermes-s6/perm-grant services --check
  as hermes sh -c ': >/run/service/main-hermes/supervise/control' 2>/dev/null && fail "hermes writes to the FIFO itself"
  as hermes sh -c 'mkdir /run/service/mine || ln -s x /run/service/main-hermes/event/y || echo >>/run/service/main-hermes/run' 2>/dev/null &&
    fail "hermes writes where root reads"
  return 0
}

# The whole life of a gateway.
expect_gateways() {
  add_profile work
  ends 0 hermes hermesctl gateway start -p work
  ends 0 hermes hermesctl gateway restart -p work
  kill_now "$(pid_of work)"
  ready
  ends 0 hermes hermesctl gateway stop -p work --timeout 20
  ends 0 hermes hermesctl gateway retire -p work --timeout 20
}

# It ends in order, with nobody killed by the engine.
expect_end() {
  stop 20
  [ "$(code_of)" != 137 ] || fail "the engine had to kill it"
}

expect_helper() { # CODE
  ends "$1" hermes "$helper" main-hermes check
  [ "$1" != 0 ] || ends 77 hermes "$helper" main-hermes down
}
