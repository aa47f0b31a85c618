# Other supervisors, to compare with: from Debian's packages, unpacked where nothing else is touched, and started on
# directories of their own. Sourced after common.sh.
# shellcheck shell=bash disable=SC2034  # what others read

PEERS=$PWD/.build/bench/peers
declare -A PEER_PACKAGES=([runit]=runit [daemontools]=daemontools [supervisor]='supervisor python3-pkg-resources')
# Why a peer does not run.
declare -A peer_reason=()

# Unpacks a peer's packages. Where they are installed, they are not touched: the harness has its own.
peer_fetch() { # NAME
  local root=$PEERS/$1 package
  [ ! -e "$root/.complete" ] || return 0
  rm -rf "$root"
  mkdir -p "$root/packages"
  for package in ${PEER_PACKAGES[$1]}; do
    (cd "$root/packages" && quietly apt-get download "$package") || return 1
  done
  for package in "$root"/packages/*.deb; do dpkg-deb -x "$package" "$root"; done
  : >"$root/.complete"
}

# The version that was unpacked.
peer_version() { # NAME
  local file
  for file in "$PEERS/$1/packages/$1"_*.deb; do dpkg-deb -f "$file" Version; done
}

# What cannot run here, and why, is said in the report.
peers_prepare() {
  local name log
  log=$(mktemp)
  for name in "${!PEER_PACKAGES[@]}"; do
    (peer_fetch "$name") >"$log" 2>&1 || peer_reason[$name]="cannot fetch: $(tail -n 1 "$log")"
  done
  rm -f "$log"
  peer_reason[dinit]="Debian has no package of it, 12 to forky"
  peer_reason[systemd]="it has to be PID 1, or a user's instance of one that is"
}

# Starts a peer; its pid is in peer_pid.
peer_start() { # NAME DIRECTORY PEERS
  local bin=$3/$1/usr/bin
  mkdir -p "$2"
  peer_pid=
  case $1 in
  runit) PATH=$bin:$PATH "$bin/runsvdir" "$2" >/dev/null 2>&1 & ;;
  daemontools) PATH=$bin:$PATH "$bin/svscan" "$2" >/dev/null 2>&1 & ;;
  supervisor) peer_start_supervisor "$2" "$3" & ;;
  esac
  peer_pid=$!
}

peer_start_supervisor() { # DIRECTORY PEERS
  mkdir -p "$1/conf.d"
  printf '#!/bin/sh\nexec sleep 100000\n' >"$1/run"
  cat >"$1/supervisord.conf" <<CONF
[unix_http_server]
file=$1/sock
[supervisord]
logfile=/dev/null
logfile_maxbytes=0
pidfile=$1/pid
childlogdir=$1
nodaemon=true
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://$1/sock
[program:one]
command=/bin/sh $1/run
startsecs=0
[include]
files=$1/conf.d/*.conf
CONF
  PYTHONPATH=$2/supervisor/usr/lib/python3/dist-packages exec /usr/bin/python3 "$2/supervisor/usr/bin/supervisord" \
    -c "$1/supervisord.conf" >/dev/null 2>&1
}

# Ends a peer, and what it supervises.
peer_stop() { # NAME DIRECTORY PEERS PID
  local bin=$3/$1/usr/bin
  case $1 in
  runit) kill -HUP "$4" ;; # it tells its runsvs
  daemontools)
    kill "$4" 2>/dev/null || true
    "$bin/svc" -dx "$2"/* 2>/dev/null || true
    ;;
  supervisor) kill "$4" ;;
  esac 2>/dev/null || true
}
