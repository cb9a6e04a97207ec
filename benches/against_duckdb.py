"""The aggregates of `bangchim stats` computed by DuckDB over the same Parquet files, in the same run.

    cargo bench --bench scale -- --keep /tmp/bangchim-scale
    pip install duckdb
    python benches/against_duckdb.py /tmp/bangchim-scale target/release/bangchim [ROUNDS]

Both run in turn, each in a process of its own; the figures of both are compared, then seconds and the most memory are
printed with the ratio. DuckDB computes what `stats` computes: coverage by kind and province, the chosen policy of each
holder, states of fields and items, totals with the values behind medians, rates, outliers, shares by residents,
retention, purposes, firms and their concentration, ages, terms, time to revision, shared forms, findings.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

REACH = ("found", "only_superseded", "no_policy", "robots_refused", "unreachable", "not_asked", "no_address")
STATES = ("stated", "none", "elsewhere", "placeholder", "unparsed", "conflicting", "absent")
AS_OF = (2026, 11, 21)


def duckdb_figures(folder: Path) -> dict:
    """Every aggregate, as plain numbers."""
    import duckdb

    base = duckdb.connect()

    def table(name: str) -> str:
        return f"read_parquet('{folder / name}.parquet')"

    def rows(sql: str) -> list:
        return base.execute(sql).fetchall()

    base.execute(f"""
        create temp table chosen as
        select policy_id, institution_id, institution_key holder, institution_kind, sido, term, effective_date,
               camera_total, camera_total_state, retention_days, retention_state, managers_state, contractors_state,
               title is not null title, legal_basis is not null legal_basis, recording_hours is not null recording_hours
        from {table('policies')} where counted""")
    base.execute(f"""
        create temp table outcomes as
        select institution_id, kind, sido, population, counts_residents,
               list_position({list(REACH)}, reach) - 1 reach, answered, robots_forbids forbidden,
               case reach when 'found' then true when 'only_superseded' then false end current
        from {table('overview')} where institution_id is not null""")
    base.execute(f"""
        create temp table pairs as
        select company_key, holder, min(company) company, min(sido) sido
        from {table('contractors')}
        join (select policy_id, institution_key holder, coalesce(sido, '') sido
              from {table('policies')} where status = 'current') using (policy_id)
        where company_key is not null group by 1, 2""")
    governments = "(select * from outcomes where counts_residents)"
    found = {}
    found["coverage"] = rows(f"""
        select count(*), count(*) filter (answered), count(*) filter (not answered and forbidden),
               count(*) filter (not answered and not forbidden), count(*) filter (answered is null),
               count(*) filter (current), count(*) filter (not current) from outcomes""")[0]
    found["policies"] = rows(f"""
        select count(*), count(*) filter (status = 'current'),
               count(*) filter (status = 'current' and institution_id is null),
               count(distinct institution_key) filter (status = 'current')
        from {table('policies')}""")[0]
    for column in ("kind", "sido"):
        found[f"coverage_by_{column}"] = sorted(rows(
            f"select coalesce({column}, ''), reach, count(*) from outcomes group by 1, 2"))
    fields = {
        "title": "if(title, 'stated', 'absent')",
        "term": "if(term is not null, 'stated', 'absent')",
        "effective_date": "if(effective_date is not null, 'stated', 'absent')",
        "legal_basis": "if(legal_basis, 'stated', 'absent')",
        "purposes": "if(purposes is not null, 'stated', 'absent')",
        "camera_total": "camera_total_state",
        "retention": "retention_state",
        "recording_hours": "if(recording_hours, 'stated', 'absent')",
        "storage_places": "if(places is not null, 'stated', 'absent')",
        "managers": "managers_state",
        "contractors": "contractors_state",
    }
    counts = ", ".join(
        f"count(*) filter ({state} = '{name}')" for state in fields.values() for name in STATES)
    flat = rows(f"""
        select {counts} from chosen
        left join (select policy_id, count(*) purposes from {table('purposes')} group by 1) using (policy_id)
        left join (select policy_id, count(*) places from {table('storage_places')} group by 1) using (policy_id)""")[0]
    found["fields"] = {name: list(flat[at * 7:at * 7 + 7]) for at, name in enumerate(fields)}
    found["sections"] = sorted(rows(
        f"select item, state, count(*) from {table('sections')} join chosen using (policy_id) group by 1, 2"))
    for column, name in (("sido", "by_sido"), ("institution_kind", "by_kind")):
        found[name] = sorted(rows(f"""
            select coalesce({column}, ''), count(*), count(camera_total), sum(camera_total)
            from chosen group by 1"""))
        # The values behind medians and their intervals.
        found[name + "_values"] = rows(f"""
            select coalesce({column}, ''), camera_total, count(*) from chosen
            where camera_total is not null group by 1, 2 order by 2""")
    found["per_resident"] = sorted(rows(f"""
        select g.sido, count(*), count(*) filter (camera_total is not null and population is not null),
               sum(camera_total) filter (population is not null), sum(population) filter (camera_total is not null)
        from {governments} g left join chosen using (institution_id) group by 1"""), key=str)
    found["rates"] = rows(f"""
        select institution_id, camera_total, population from {governments} g join chosen using (institution_id)
        where camera_total is not null and population > 0
        order by camera_total::double / population desc, institution_id""")
    found["retention"] = rows("""
        select coalesce(institution_kind, ''), retention_days, count(*) from chosen
        where retention_days is not null group by 1, 2 order by 2""")
    found["purposes"] = rows(f"""
        select purpose, count(distinct policy_id) from {table('purposes')} join chosen using (policy_id)
        group by 1 order by 2 desc, 1""")
    found["contractors"] = rows("""
        select company_key, count(*), min(company) from pairs group by 1 order by 2 desc, 1""")
    found["holders_with_firm"] = rows("select count(distinct holder) from pairs")[0][0]
    found["market_sizes"] = rows("""
        select sido, size, count(*) from (select sido, company_key, count(*) size from pairs group by 1, 2)
        group by 1, 2 order by 2""")
    year, month, day = AS_OF
    found["ages"] = sorted(rows(f"""
        select {year} - left(effective_date, 4)::int - 1
                 + (substr(effective_date, 6, 2)::int * 100
                    + coalesce(try_cast(substr(effective_date, 9, 2) as int), 1) <= {month * 100 + day})::int as years,
               (effective_date < '2023-09' or (length(effective_date) > 7 and effective_date < '2023-09-15')) as before,
               count(*)
        from chosen where effective_date is not null group by 1, 2"""))
    found["terms"] = sorted(rows("select coalesce(term, ''), count(*) from chosen group by 1"))
    found["update"] = sorted(rows(f"""
        select before, after, count(*) from (
            select policy_id, bool_or(revision_date < '2023-09-15') before,
                   min(left(revision_date, 4)::int * 12 + substr(revision_date, 6, 2)::int - 24285)
                       filter (revision_date >= '2023-09-15') after
            from {table('revisions')} join chosen using (policy_id)
            where revision_date <> '2023-09' and revision_date <= '{year}-{month:02}-{day:02}' group by 1)
        group by 1, 2"""), key=str)
    forms = rows(f"""
        select headings, count(*) from (
            select policy_id, string_agg(quote, chr(31) order by block, start) headings, count(*) parts
            from {table('evidence')} join chosen using (policy_id) where rule = 'item.heading' group by 1)
        where parts >= 5 group by 1 order by 2 desc, 1""")
    merged: dict = {}
    for headings, count in forms:
        letters = "\x1f".join("".join(filter(str.isalpha, heading)) for heading in headings.split("\x1f"))
        merged[letters] = merged.get(letters, 0) + count
    found["templates"] = sorted((count for count in merged.values() if count > 1), reverse=True)
    found["findings"] = sorted(rows(f"""
        select rule, severity, sum(findings)::bigint, count(*) from (
            select rule, severity, policy_id, count(*) findings from {table('findings')} join chosen using (policy_id)
            group by 1, 2, 3) group by 1, 2"""))
    found["weights"] = rows(f"""
        select count(*) filter (reach = 0), sum(population) filter (reach = 0)::bigint,
               count(*) filter (retention_days > 30), sum(population) filter (retention_days > 30)::bigint,
               count(*) filter (term = 'legacy'), sum(population) filter (term = 'legacy')::bigint
        from {governments} g left join chosen using (institution_id) where population is not null""")[0]
    return found


def compare(stats: dict, found: dict) -> None:
    """Stops at the first figure in which the two differ."""
    def same(name, ours, theirs):
        assert ours == theirs, f"{name}: bangchim {str(ours)[:300]} duckdb {str(theirs)[:300]}"

    coverage = stats["coverage"]
    same("coverage", [coverage[key] for key in ("institutions", "reached", "robots_refused", "unreachable", "not_asked",
                                                "policy_found", "only_superseded")], list(found["coverage"]))
    same("policies", [coverage[key] for key in ("policies", "current", "unregistered", "holders")],
         list(found["policies"]))
    reach = ("found", "only_superseded", "no_policy", "robots_refused", "unreachable", "not_asked", "no_address")
    for column in ("kind", "sido"):
        ours = sorted((group["key"], at, group["states"][name]) for group in stats[f"coverage_by_{column}"]
                      for at, name in enumerate(reach) if group["states"][name])
        same(column, ours, found[f"coverage_by_{column}"])
    same("fields", {name: [field[state] for state in STATES] for name, field in stats["fields"].items()}, found["fields"])
    same("sections", sorted((item, state, count) for item, states in stats["sections"].items()
                            for state, count in states.items() if count), found["sections"])
    for name in ("by_sido", "by_kind"):
        ours = sorted((group["key"], group["with_policy"], group["with_total"], group["cameras"])
                      for group in stats[name] if group["with_policy"])
        same(name, ours, found[name])
        for group in stats[name]:
            values = [value for key, value, count in found[name + "_values"] for _ in range(count) if key == group["key"]]
            same(name + " median", group["median"], values[(len(values) - 1) // 2] if values else None)
    same("rates", [(row["key"], row["cameras"], row["residents"])
                   for row in stats["per_1000_residents"]["by_government"]], found["rates"])
    days: dict = {}
    for _, value, count in found["retention"]:
        days[value] = days.get(value, 0) + count
    same("retention", [(row["days"], row["institutions"]) for row in stats["retention"]["days"]], sorted(days.items()))
    same("purposes", [(row["purpose"], row["institutions"]["part"]) for row in stats["purposes"]], found["purposes"])
    same("contractors", [(row["key"], row["institutions"]["part"], row["company"]) for row in stats["contractors"]],
         found["contractors"])
    pairs = sum(count for _, count, _ in found["contractors"])
    hhi = sum(count * count for _, count, _ in found["contractors"]) * 10_000 / pairs ** 2
    assert abs(stats["concentration"]["all"]["hhi"] - hhi) < 1e-6
    same("ages", [row["policies"] for row in stats["ages"]["years"]],
         [sum(count for years, _, count in found["ages"] if low <= years < high)
          for low, high in ((0, 1), (1, 2), (2, 3), (3, 5), (5, 10), (10, 999))])
    same("before", stats["ages"]["before_2023_09_15"]["part"], sum(count for _, before, count in found["ages"] if before))
    same("terms", sorted((name if name != "unknown" else "", count) for name, count in stats["terms"]["policies"].items()),
         found["terms"])
    months: dict = {}
    for before, after, count in found["update"]:
        if before and after is not None:
            months[after] = months.get(after, 0) + count
    same("update", [(row["month"], row["policies"]) for row in stats["update"]["months"]], sorted(months.items()))
    same("templates", [row["institutions"]["part"] for row in stats["templates"]["shared"]], found["templates"])
    same("findings", sorted((row["rule"], row["severity"], row["findings"], row["institutions"]["part"])
                            for row in stats["findings"]), found["findings"])
    weights = stats["weights"]
    same("weights", [weights[key][unit]["part"] for key in ("found", "over_30", "legacy")
                     for unit in ("governments", "residents")], list(found["weights"]))


def main() -> None:
    if sys.argv[1] == "--duckdb":
        start = time.perf_counter()
        found = duckdb_figures(Path(sys.argv[2]))
        seconds = time.perf_counter() - start
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        json.dump({"seconds": seconds, "mib": most, "found": found}, sys.stdout)
        return
    data, program = Path(sys.argv[1]), sys.argv[2]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    tables = next((data / "dataset").glob("crawl=*"))
    ours, theirs = [], []
    for at in range(rounds):
        start = time.perf_counter()
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        done = subprocess.run([program, "stats", "--format", "json", "--data", data], capture_output=True, check=True)
        ours.append((time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before))
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        duck = json.loads(subprocess.run([sys.executable, __file__, "--duckdb", tables], capture_output=True, check=True).stdout)
        theirs.append((duck["seconds"], resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before))
        if at == 0:
            found = {name: [tuple(row) if isinstance(row, list) else row for row in value] if isinstance(value, list) else value
                     for name, value in duck["found"].items()}
            compare(json.loads(done.stdout), found)
            print("the figures agree")
        print(f"bangchim {ours[-1][0]:6.2f} s ({ours[-1][1]:.1f} s of processor)   "
              f"duckdb {theirs[-1][0]:6.2f} s ({theirs[-1][1]:.1f} s of processor), {duck['mib']} MiB")
    best = min(seconds for seconds, _ in ours), min(seconds for seconds, _ in theirs)
    print(f"fastest: bangchim {best[0]:.2f} s, duckdb {best[1]:.2f} s, ratio {best[0] / best[1]:.2f}")


if __name__ == "__main__":
    main()
