"""Reads every Parquet file of a folder as other programs do, and holds it to the few types that all of them know.

    python tests/release/readers.py FOLDER RATIO…

RATIO: columns that are ratios, `table.column`; no other one may be a floating-point number. Whatever of pyarrow, pandas,
Polars and DuckDB is installed is tried: opening, filters, sorting, joining. Prints a line for each program.
"""

import sys
from pathlib import Path

import pandas
import pyarrow
import pyarrow.parquet

folder, ratios = Path(sys.argv[1]), set(sys.argv[2:])
files = sorted(folder.glob("*.parquet"))
assert files, folder
allowed = {pyarrow.string(), pyarrow.large_string(), pyarrow.int64(), pyarrow.date32(), pyarrow.bool_()}

for file in files:
    table = pyarrow.parquet.read_table(file)
    for field in table.schema:
        is_ratio = f"{file.stem}.{field.name}" in ratios
        assert field.type == pyarrow.float64() if is_ratio else field.type in allowed, f"{file.stem}.{field}"
    assert pyarrow.parquet.ParquetFile(file).metadata.num_rows == table.num_rows
policies, overview = folder / "policies.parquet", folder / "overview.parquet"
wanted = [("status", "=", "current")]
current = pyarrow.parquet.read_table(policies, filters=wanted)
assert 0 < current.num_rows == current["status"].to_pylist().count("current")
by_name = current.sort_by([("institution_name", "ascending")])
joined = by_name.join(pyarrow.parquet.read_table(overview).select(["institution_key", "reach"]), "institution_key")
assert joined.num_rows == current.num_rows
print(f"pyarrow {pyarrow.__version__}: {len(files)} tables, {current.num_rows} current policies")

frame = pandas.read_parquet(policies, filters=wanted)
assert len(frame) == current.num_rows
merged = frame.sort_values("institution_name").merge(pandas.read_parquet(overview), on="institution_key", how="left")
assert len(merged) == current.num_rows
print(f"pandas {pandas.__version__}: {len(frame)} current policies")

try:
    import polars
except ImportError:
    polars = None
if polars:
    rows = polars.scan_parquet(policies).filter(polars.col("status") == "current").collect().height
    assert rows == current.num_rows
    print(f"Polars {polars.__version__}: {rows} current policies")

try:
    import duckdb
except ImportError:
    duckdb = None
if duckdb:
    rows = duckdb.connect().execute(f"SELECT count(*) FROM '{policies}' WHERE status = 'current'").fetchone()[0]
    assert rows == current.num_rows
    print(f"DuckDB {duckdb.__version__}: {rows} current policies")
