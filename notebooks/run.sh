#!/usr/bin/env bash
# Executes the notebooks in place: `bash notebooks/run.sh` for all of them, `bash notebooks/run.sh first-fit` for one.
#
# Builds the package, sets up a Jupyter client (a virtual environment) and the TypeScript kernel tslab (from npm) under notebooks/.cache, and
# links the package as notebooks/node_modules/carryover, where the kernel finds it. Needs Node 20.19, npm, Python 3.9 or later; running
# it again installs nothing that is already there. To open them: install JupyterLab with
# `notebooks/.cache/venv/bin/python -m pip install jupyterlab`, then `notebooks/.cache/venv/bin/jupyter lab notebooks`.
set -euo pipefail

cd "$(dirname "$0")/.."
cache=$PWD/notebooks/.cache
python=$cache/venv/bin/python

npm run --silent build
mkdir -p "$cache" notebooks/node_modules
ln -sfn ../.. notebooks/node_modules/carryover

[[ -x $python ]] || "${PYTHON:-python3}" -m venv "$cache/venv"
"$python" -c "import nbclient, IPython" 2>/dev/null ||
  "$python" -m pip install --quiet --disable-pip-version-check "nbclient>=0.10" ipython
# The kernel's only native part, zeromq, comes with binaries inside: no script has to run.
[[ -x $cache/node_modules/.bin/tslab ]] ||
  npm install --silent --no-audit --no-fund --no-save --ignore-scripts --prefix "$cache" tslab@1.0.22
[[ -f $cache/venv/share/jupyter/kernels/tslab/kernel.json ]] ||
  "$cache/node_modules/.bin/tslab" install --python "$python" --sys-prefix --binary "$cache/node_modules/.bin/tslab" >/dev/null

"$python" notebooks/execute.py "$@"
