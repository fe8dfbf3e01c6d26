#!/bin/bash
# Unpacks the check of a GPU and runs it. Needs an x86-64 Linux with a driver, and no network.
#
#   bash run.sh OUT [options of check.ts: --seconds 470, --only a,b, --skip a,b, --quick]
#
# OUT gets gpu-check.json and gpu-check.log. The Vulkan loader is unpacked into the system where it is missing, as root.

set -u
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?"bash run.sh OUT [options]"}
shift
mkdir -p "$out"
out=$(cd "$out" && pwd)
log="$out/gpu-check.log"
say() { echo "$@" | tee -a "$log"; }

place=${CARRYOVER_GPU_PLACE:-/tmp/carryover-gpu-check}
unpack() {
  if command -v xz >/dev/null; then
    tar -C "$place" -xJf "$1"
  else
    python3 -c 'import sys, tarfile; tarfile.open(sys.argv[1], "r:xz").extractall(sys.argv[2])' "$1" "$place"
  fi
}
mkdir -p "$place"
if [ ! -e "$place/bin/node" ]; then unpack "$here/base.tar.xz" || exit 1; fi
# Of a folder that was unpacked here before, only what may have changed.
rm -rf "$place/dist" "$place/benchmarks"
unpack "$here/app.tar.xz" || exit 1
say "unpacked after ${SECONDS} s; $("$place/bin/node" --version)"

has() { ldconfig -p | grep -q "$1"; }
if ! { has 'libvulkan\.so\.1' && has 'libEGL\.so\.1'; } && [ -z "${CARRYOVER_NO_LOADER:-}" ]; then
  for package in "$place"/debian/*.deb; do
    if command -v dpkg >/dev/null; then dpkg -x "$package" /; else (cd / && ar p "$package" data.tar.xz | tar -xJ); fi
  done
  ldconfig
  say "the Vulkan loader was unpacked"
fi

# A driver that is mounted in a place of its own is found only when it is named.
if [ -z "${VK_DRIVER_FILES:-}${VK_ICD_FILENAMES:-}" ]; then
  found=$(ls /etc/vulkan/icd.d/*nvidia*.json /usr/share/vulkan/icd.d/*nvidia*.json 2>/dev/null | head -1)
  mounted=$(ls /usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json 2>/dev/null)
  if [ -z "$found" ] && [ -n "$mounted" ]; then
    export VK_DRIVER_FILES="$mounted"
    vendor=/usr/local/nvidia/share/glvnd/egl_vendor.d/10_nvidia.json
    [ -e "$vendor" ] && export __EGL_VENDOR_LIBRARY_FILENAMES="$vendor"
    say "driver: $mounted"
  fi
fi
[ -d /usr/local/nvidia/lib64 ] && export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}/usr/local/nvidia/lib64"
export XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-/tmp}
# The driver keeps compiled kernels here between processes.
export __GL_SHADER_DISK_CACHE=1 __GL_SHADER_DISK_CACHE_PATH=/tmp/carryover-gpu-shaders
mkdir -p "$__GL_SHADER_DISK_CACHE_PATH"
CARRYOVER_COMMIT=$(cat "$place/commit")
export CARRYOVER_COMMIT

say "driver libraries: $(ldconfig -p | grep -c -i nvidia) in the cache; $(ls /dev/nvidia* 2>/dev/null | tr '\n' ' ')"
"$place/bin/node" "$place/benchmarks/gpu/check.mjs" --out "$out/gpu-check.json" "$@" 2>&1 | tee -a "$log"
say "ended after ${SECONDS} s"
