"""Executes notebooks in place, each in a fresh tslab kernel: run.sh sets everything up and calls this.

  python execute.py [NAME ...]      all notebooks of the folder by default

A cell that fails, or an output that names a place of this machine, stops with an error and leaves the notebook as it was.
"""

import pathlib
import sys
import tempfile

import nbformat
from nbclient import NotebookClient

folder = pathlib.Path(__file__).resolve().parent
own_places = {str(folder.parent), str(pathlib.Path.home()), tempfile.gettempdir()}


def execute(path):
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    # Times of execution are left out: they would differ every time.
    client = NotebookClient(notebook, kernel_name="tslab", timeout=600, record_timing=False, coalesce_streams=True, resources={"metadata": {"path": str(folder)}})
    client.execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if any(place in str(output) for place in own_places):
                raise SystemExit(f"{path.name}: an output names a place of this machine:\n{cell.source}")
    nbformat.write(notebook, path)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


names = sys.argv[1:] or sorted(path.stem for path in folder.glob("*.ipynb"))
for name in names:
    execute(folder / f"{name.removesuffix('.ipynb')}.ipynb")
