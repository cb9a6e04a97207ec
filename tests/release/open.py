"""Opens exports with the programs that people use, and says what each of them sees: rows of a table, a sum, a name.

    python tests/release/open.py PARQUET CSV XLSX

The three folders are exports of the same tables; every line that is printed must agree, or it stops.
"""

import sys
from pathlib import Path

import duckdb
import frictionless
import mlcroissant
import pandas
import polars
import pyarrow.csv
import pyarrow.parquet

parquet, csv, xlsx = map(Path, sys.argv[1:4])
book = next(xlsx.glob("*.xlsx"))


def seen(program: str, rows: int, cameras: int, names: list[str]) -> None:
    """One program's view of the table policies."""
    print(f"{program}: {rows} policies, {cameras} cameras, {' '.join(sorted(names)[:3])} …")
    views.add((rows, cameras, tuple(sorted(names))))


views: set[tuple] = set()

for program, frame in [
    ("pandas, Parquet", pandas.read_parquet(parquet / "policies.parquet", dtype_backend="pyarrow")),
    ("pandas, CSV", pandas.read_csv(csv / "policies.csv")),
    ("pandas, workbook", pandas.read_excel(book, sheet_name="policies", header=1)),
]:
    seen(program, len(frame), int(frame["camera_total"].sum()), frame["institution_name"].tolist())
# Integers with empty cells stay integers.
assert str(pandas.read_parquet(parquet / "policies.parquet", dtype_backend="pyarrow")["camera_total"].dtype) == "int64[pyarrow]"

for program, frame in [
    ("Polars, Parquet", polars.read_parquet(parquet / "policies.parquet")),
    ("Polars, CSV", polars.read_csv(csv / "policies.csv", try_parse_dates=True)),
]:
    seen(program, frame.height, frame["camera_total"].sum(), frame["institution_name"].to_list())
    assert frame["effective_on"].dtype == polars.Date, program

for program, table in [
    ("pyarrow, Parquet", pyarrow.parquet.read_table(parquet / "policies.parquet")),
    ("pyarrow, CSV", pyarrow.csv.read_csv(csv / "policies.csv")),
]:
    cameras = sum(number for number in table["camera_total"].to_pylist() if number is not None)
    seen(program, table.num_rows, cameras, table["institution_name"].to_pylist())

con = duckdb.connect()
for program, source in [("DuckDB, Parquet", parquet / "policies.parquet"), ("DuckDB, CSV", csv / "policies.csv")]:
    rows, cameras, names = con.execute(
        f"SELECT count(*), sum(camera_total)::BIGINT, list(institution_name) FROM '{source}'"
    ).fetchone()
    seen(program, rows, cameras, names)
# The script that comes with the tables: run in their folder, as `duckdb -init open.sql` does.
con.execute(f"SET file_search_path = '{parquet}'")
con.execute((parquet / "open.sql").read_text())
rows, cameras, names = con.execute("SELECT count(*), sum(camera_total)::BIGINT, list(institution_name) FROM policies").fetchone()
seen("DuckDB, open.sql", rows, cameras, names)
comments = con.execute("SELECT count(*) FROM duckdb_columns() WHERE comment IS NOT NULL").fetchone()[0]
assert comments > 150, f"{comments} columns are explained"

assert len(views) == 1, f"the programs disagree: {views}"

for folder in (parquet, csv, xlsx):
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.to_summary()
    print(f"frictionless, {folder.name}: {report.stats['tasks']} tables valid")
for folder in (parquet, csv, xlsx):
    dataset = mlcroissant.Dataset(str(folder / "croissant.json"))
    errors = dataset.metadata.issues.errors
    assert not errors, errors
    print(f"Croissant, {folder.name}: {len(dataset.metadata.record_sets)} record sets valid")
assert len(list(mlcroissant.Dataset(str(parquet / "croissant.json")).records("policies"))) == rows
