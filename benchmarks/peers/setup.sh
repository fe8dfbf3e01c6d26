#!/usr/bin/env bash
# Installs the systems that benchmarks compare with: Stan through Debian's rstan, and, in a virtual environment under
# benchmarks/.cache/venv, PyMC + nutpie, NumPyro, and a newer Stan through PyPI's pystan and httpstan. PyMC-Marketing and Google
# Meridian, which ask for other versions of the same packages, have environments of their own: venv-pymc-marketing and venv-meridian.
#
# For Debian 12 as root with apt and PyPI alone; running it again changes nothing that is already there.
#   bash benchmarks/peers/setup.sh          PYTHON=/usr/bin/python3 bash benchmarks/peers/setup.sh
#
# CmdStan is left out: cmdstanpy is on PyPI, but CmdStan itself has to be downloaded from a host outside apt and PyPI.
set -euo pipefail

cd "$(dirname "$0")/../.."
cache=benchmarks/.cache
mkdir -p "$cache"

debian_packages=(r-cran-rstan r-cran-bh r-cran-rcppeigen r-cran-jsonlite gcc g++ make python3 python3-venv)
missing=()
for package in "${debian_packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
done
if ((${#missing[@]})); then
  echo "installing Debian packages: ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >"$cache/apt.log" 2>&1 ||
    { tail -n 20 "$cache/apt.log" >&2; exit 1; }
fi

# Present releases of PyMC, PyMC-Marketing and Meridian ask for Python 3.12. Where there is none, pip takes the last release for the Python that there is.
newest_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.13 python3.12 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[23].*/bin/python python3; do
    if [[ -n $candidate ]] && "$candidate" -c "import venv" 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
}
newest=$(newest_python)

# Only what is missing is installed, so that a second run keeps the versions of the first.
environment=$cache/venv
[[ -x $environment/bin/python ]] || "$newest" -m venv "$environment"
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check pymc nutpie numba numpyro jax arviz
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary=httpstan pystan ||
  echo "pystan did not install (httpstan has wheels for some Python versions only); the benchmark goes on without it" >&2

for package in pymc-marketing google-meridian; do
  own=$cache/venv-${package#google-}
  [[ -x $own/bin/python ]] || "$newest" -m venv "$own"
  extra=()
  [[ $package == pymc-marketing ]] && extra=(nutpie numba)
  "$own/bin/python" -m pip install --quiet --disable-pip-version-check "$package" "${extra[@]}" || {
    echo "$package did not install; the benchmark of marketing packages goes on without it" >&2
    rm -rf "$own"
  }
done

echo "versions:"
Rscript -e 'suppressMessages(library(rstan)); cat(sprintf("  %s\n  rstan %s (Stan %s)\n", R.version.string, packageVersion("rstan"), stan_version()))'
g++ --version | sed -n '1s/^/  /p'
versions_of() {
  [[ -x $1/bin/python ]] || { echo "  ${1##*/} is not there"; return; }
  "$1/bin/python" - "${@:2}" <<'PY'
import platform
import sys
from importlib.metadata import PackageNotFoundError, version

print(f"  Python {platform.python_version()}")
for package in sys.argv[1:]:
    try:
        print(f"  {package} {version(package)}")
    except PackageNotFoundError:
        print(f"  {package} is not installed")
PY
}
versions_of "$environment" pymc pytensor nutpie numba numpyro jax jaxlib numpy arviz pystan httpstan
versions_of "$cache/venv-pymc-marketing" pymc-marketing pymc pytensor nutpie numba numpy arviz
versions_of "$cache/venv-meridian" google-meridian tensorflow tfp-nightly jax jaxlib numpy arviz
