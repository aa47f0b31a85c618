# The container engine: podman, or docker where that is what runs. Sourced after common.sh.
# shellcheck shell=bash

containers=$PWD/.build/containers
mkdir -p "$containers"

# podman is given settings of its own: crun refuses a machine with both kinds of cgroups, podman asks for limits that root may not
# have, and what it keeps is to be below .build.
configure_podman() {
  local files processes new=$containers/new.$$
  export CONTAINERS_CONF=$containers/containers.conf CONTAINERS_STORAGE_CONF=$containers/storage.conf
  files=$(ulimit -Hn)
  [ "$files" != unlimited ] && [ "$files" -le 1048576 ] || files=1048576
  processes=$(cat /proc/sys/kernel/pid_max)
  # Others may be reading them: they are exchanged whole.
  cat >"$new" <<CONF
[containers]
default_ulimits = [ "nofile=$files:$files", "nproc=$processes:$processes" ]
default_capabilities = [ "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT" ]
log_driver = "k8s-file"
init_path = "$(command -v catatonit || true)"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
CONF
  mv "$new" "$CONTAINERS_CONF"
  printf '[storage]\ndriver = "overlay"\ngraphroot = "%s"\nrunroot = "%s"\n' "$containers/storage" "$containers/run" >"$new"
  mv "$new" "$CONTAINERS_STORAGE_CONF"
}

# Sets `engine`. HERMES_ENGINE names one; else it is docker if its daemon answers, and podman otherwise.
engine=${HERMES_ENGINE:-}
if [ -z "$engine" ]; then
  engine=podman
  ! docker info >/dev/null 2>&1 || engine=docker
fi
[ "$engine" != podman ] || configure_podman

# podman leaves its storage mounted on itself, where nobody could remove it then.
let_go_of_storage() {
  ! mountpoint -q "$containers/storage/overlay" || umount -l "$containers/storage/overlay"
}
