#!/bin/sh
# Accounts, modes and places of what the Dockerfile has copied.
#   install.sh HERMES_UID HERMES_GID S6CTL_ID
set -eu

# The home is made by hand: useradd would fill it.
groupadd --gid "$2" hermes
useradd --uid "$1" --gid hermes --home-dir /opt/data --no-create-home --shell /bin/bash hermes
# A number that no volume's owner has: who has it controls what is granted to anybody.
groupadd --system --gid "$3" s6ctl
useradd --system --uid "$3" --gid s6ctl --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin s6ctl
install -d -o hermes -g hermes -m 755 /opt/data

chmod -R u=rwX,go=rX /opt/hermes /etc/cont-init.d /etc/s6-overlay /usr/libexec/hermes-s6
chmod 755 /usr/bin/hermesctl /usr/libexec/hermes-s6/* /opt/hermes/docker/*.sh /opt/hermes/docker/shims/* /etc/cont-init.d/* \
  /etc/s6-overlay/s6-rc.d/*/run /etc/s6-overlay/s6-rc.d/*/finish
install -D -m 644 /opt/hermes/docker/policy /etc/hermes-s6/policy
install -D -m 755 /opt/hermes/docker/shims/hermes /opt/hermes/bin/hermes
install -m 755 /opt/hermes/docker/shims/tini /usr/bin/tini
# In this order: a change of owner takes the bit away.
chown root:s6ctl /usr/libexec/hermes-s6/perm-helper
chmod 2755 /usr/libexec/hermes-s6/perm-helper
rm -r /opt/hermes/docker/shims /opt/hermes/docker/policy /opt/hermes/docker/install.sh /opt/hermes/docker/fetch-overlay.sh

# What s6-rc cannot compile would keep a container from ever starting its command, or ending.
if [ -x /command/s6-rc-compile ]; then
  /command/s6-rc-compile /tmp/s6-rc-db /etc/s6-overlay/s6-rc.d /package/admin/s6-overlay/etc/s6-rc/sources
  rm -r /tmp/s6-rc-db
fi
