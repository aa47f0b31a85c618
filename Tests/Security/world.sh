#!/bin/sh
# A machine of a test's own: root's tree, the accounts, and the programs, in a mount namespace that nobody else sees.
# Becomes the s6-svscan of that tree. Run as: unshare -m --propagation private sh world.sh STAGE TOKEN [container]
set -eu
stage=$1 token=$2
umask 022

# In a user namespace the machine's root directory is nobody's: a container has one of its own.
if [ "${3:-}" = container ]; then
  mount -t tmpfs -o mode=755 tmpfs /mnt
  for name in usr bin sbin lib lib64 dev proc tmp etc; do
    if [ -L "/$name" ]; then
      cp -a "/$name" /mnt/
    elif [ -d "/$name" ]; then
      mkdir "/mnt/$name"
      mount --rbind "/$name" "/mnt/$name"
    fi
  done
  mkdir /mnt/run
  exec chroot /mnt sh -c "$WORLD" world.sh "$stage" "$token"
fi

mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/etc
for name in passwd group nsswitch.conf ld.so.cache ld.so.conf ld.so.conf.d alternatives localtime; do
  [ ! -e "/etc/$name" ] || cp -a "/etc/$name" /run/etc/
done
mount -t tmpfs -o mode=755 tmpfs /etc
mv /run/etc/* /etc/
rmdir /run/etc
sed -i '/^\(hermes\|s6ctl\|other\):/d' /etc/passwd /etc/group
printf '%s\n' hermes:x:10000:10000::/opt/data:/bin/sh other:x:10001:10001::/:/bin/sh \
  s6ctl:x:20010:20010::/:/usr/sbin/nologin >>/etc/passwd
printf '%s\n' hermes:x:10000: other:x:10001: s6ctl:x:20010: >>/etc/group

mount -t tmpfs -o mode=755 tmpfs /usr/libexec
mkdir -p /usr/libexec/hermes-s6 /etc/hermes-s6 /run/hermes-s6/broker
chown s6ctl:s6ctl /run/hermes-s6/broker
for program in perm-helper perm-broker perm-grant; do
  [ ! -e "$stage/$program" ] || cp "$stage/$program" /usr/libexec/hermes-s6/
done
chgrp s6ctl /usr/libexec/hermes-s6/perm-helper
chmod 2755 /usr/libexec/hermes-s6/perm-helper

# As s6-rc has it: the live directory is a link, and the scandir holds links to the servicedirs.
mkdir -p '/run/s6-rc:s6-rc-init:world/servicedirs' /run/service
ln -s s6-rc:s6-rc-init:world /run/s6-rc
cd /
touch "/run/$token"
exec s6-svscan -c 500 /run/service
