# s6-overlay's files come from a folder or from a mirror, for the machine that is built for, and are refused if they are not what they
# are to be. (No container: it is the script of the first stage, on files of our own.)
# shellcheck shell=bash disable=SC2154,SC2016

new_volume
mkdir -p "$volume/mirror" "$volume/tree/command"
echo yes >"$volume/tree/command/made"
for file in noarch symlinks-noarch x86_64 aarch64; do
  echo "$file" >"$volume/tree/command/$file"
  tar -C "$volume/tree" -cJf "$volume/mirror/s6-overlay-$file.tar.xz" .
done
sum() { sha256sum <"$volume/mirror/s6-overlay-$1.tar.xz" | cut -d ' ' -f 1; }
fetch() { # FILES ROOT
  env S6_OVERLAY_VERSION=3 S6_OVERLAY_BASE_URL="file://$volume/mirror" S6_OVERLAY_NOARCH_SHA256="$(sum noarch)" \
    S6_OVERLAY_SYMLINKS_NOARCH_SHA256="$(sum symlinks-noarch)" S6_OVERLAY_X86_64_SHA256="$(sum x86_64)" \
    S6_OVERLAY_AARCH64_SHA256="$(sum aarch64)" TARGETARCH="$architecture" sh docker/fetch-overlay.sh "$@" >"$volume/said" 2>&1
}

for pair in amd64:x86_64 arm64:aarch64; do
  architecture=${pair%:*}
  mkdir "$volume/$architecture"
  fetch "$volume/$architecture" "$volume/$architecture-root" || die "$case: $(<"$volume/said")"
  [ -e "$volume/$architecture-root/command/${pair#*:}" ] || die "$case: not the files for $architecture"
done
# What is there is taken, and checked all the same.
architecture=amd64
echo forged >"$volume/amd64/s6-overlay-noarch.tar.xz"
! fetch "$volume/amd64" "$volume/forged-root" || die "$case: a forged file was taken"
expect_in "s6-overlay-noarch.tar.xz: FAILED" "$(<"$volume/said")"
[ ! -e "$volume/forged-root/command" ] || die "$case: something was unpacked before all was checked"
architecture=riscv64
! fetch "$volume/amd64" "$volume/riscv-root" || die "$case: no sum is known for riscv64"
expect_in "no checksum is known for riscv64" "$(<"$volume/said")"
