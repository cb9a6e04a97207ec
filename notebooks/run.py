"""Runs notebooks from top to bottom, as a reader would, and stops at the first cell that fails.

    python notebooks/run.py                 all of them, on data/demo
    python notebooks/run.py 02-*.ipynb      some of them

The data folder is BANGCHIM_DATA, `../data/demo` by default. Nothing is written into the notebooks.
"""

import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

HERE = Path(__file__).resolve().parent


def run(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(HERE)}}).execute()


def main() -> int:
    named = [Path(name) for name in sys.argv[1:]]
    for path in named or sorted(HERE.glob("*.ipynb")):
        start = time.monotonic()
        try:
            run(path)
        except CellExecutionError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            return 1
        print(f"{path.name}: {time.monotonic() - start:.1f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
