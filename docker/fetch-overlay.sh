#!/bin/sh
# Unpacks s6-overlay for the machine that is built for: from files that are there, or from S6_OVERLAY_BASE_URL.
#   fetch-overlay.sh FILES ROOT; for the Dockerfile, whose arguments it takes
set -eu

files=$1 root=$2
mkdir -p "$root"
[ "$S6_OVERLAY_VERSION" != none ] || exit 0

case ${TARGETARCH:-$(dpkg --print-architecture)} in
  amd64) arch=x86_64 sum=$S6_OVERLAY_X86_64_SHA256 ;;
  arm64) arch=aarch64 sum=$S6_OVERLAY_AARCH64_SHA256 ;;
  *) echo "s6-overlay: no checksum is known for ${TARGETARCH:-this machine}: amd64 and arm64 are" >&2 && exit 1 ;;
esac

cd "$files"
cat >sums <<SUMS
$S6_OVERLAY_NOARCH_SHA256  s6-overlay-noarch.tar.xz
$S6_OVERLAY_SYMLINKS_NOARCH_SHA256  s6-overlay-symlinks-noarch.tar.xz
$sum  s6-overlay-$arch.tar.xz
SUMS

need=
command -v xz >/dev/null || need=xz-utils
while read -r _ file; do [ -e "$file" ] || command -v curl >/dev/null || need="$need curl ca-certificates"; done <sums
if [ -n "$need" ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update
  # shellcheck disable=SC2086  # several
  apt-get install -y --no-install-recommends $need
fi
while read -r _ file; do
  [ -e "$file" ] || curl --fail --silent --show-error --location --retry 5 --output "$file" "$S6_OVERLAY_BASE_URL/$file"
done <sums
sha256sum --check --strict sums
while read -r _ file; do tar -C "$root" -Jxpf "$file"; done <sums
