"""Pages a second of trafilatura (text with tables only) on one core, on the pages of `benches/extract.rs`.

    pip install trafilatura
    python benches/against_trafilatura.py [FOLDER ...]
"""

import pathlib
import sys
import time

import trafilatura


def main():
    folders = sys.argv[1:] or [pathlib.Path(__file__).parent.parent / "tests" / "cases"]
    pages = [path.read_bytes() for folder in folders for path in sorted(pathlib.Path(folder).rglob("*.html"))]
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        for page in pages:
            trafilatura.extract(page, include_tables=True)
        best = min(best, time.perf_counter() - start)
    print(f"{len(pages)} pages, {len(pages) / best:.0f} pages/s")


main()
