"""`python -m tests.benchmarks`: one table of what is promised and what was measured."""

import argparse
import os
import platform
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from . import (
    backups,
    comparators,
    demonstration,
    destruction,
    doors,
    exits,
    files,
    handing,
    interviews,
    investigated,
    joining,
    lists,
    memory,
    quarter,
    records,
    referrers,
    reports,
    restricting,
    rotation,
    sizes,
    written,
)
from .promises import Figure, table

MEASURES: dict[str, Callable[[int], list[Figure]]] = {
    "list": lists.measure,
    "case": records.measure,
    "report": reports.measure,
    "sign-in": doors.measure,
    "files": files.measure,
    "handing": handing.measure,
    "case-report": written.measure,
    "interview": interviews.measure,
    "investigated": investigated.measure,
    "joining": joining.measure,
    "exits": exits.measure,
    "referrers": referrers.measure,
    "figures": quarter.measure,
    "comparators": comparators.measure,
    "rotation": rotation.measure,
    "restriction": restricting.measure,
    "destruction": destruction.measure,
    "memory": memory.measure,
    "backup": backups.measure,
    "sizes": sizes.measure,
}


def main() -> None:
    asked = _asked()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that a server is not left behind
    measures = {name: measure for name, measure in MEASURES.items() if asked.only in (None, name)}
    if asked.demo:
        measures["demo"] = demonstration.measure
    print(f"{_machine()}; {asked.cases:,} cases, two web workers, no connection kept open, client on the same cores\n")
    figures: list[Figure] = []
    for name, measure in measures.items():
        begun = time.monotonic()
        figures += measure(asked.cases)
        print(f"measured: {name} ({time.monotonic() - begun:.0f} s, load {os.getloadavg()[0]:.1f})", flush=True)
    print(f"\n{table(figures)}")
    raise SystemExit(0 if all(figure.met for figure in figures) else 1)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, metavar="N", help="cases in the large database")
    parser.add_argument("--only", choices=list(MEASURES), help="one measure alone")
    parser.add_argument("--demo", action="store_true", help="also `make demo` from an empty folder")
    asked = parser.parse_args()
    if asked.cases < 1_000:
        parser.error("--cases: at least 1,000, or a list of fifty has no second page")
    return asked


def _machine() -> str:
    model = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    name = model.partition(": ")[2] or platform.processor() or platform.machine()
    memory_gib = psutil.virtual_memory().total / (1 << 30)
    return f"{name}, {os.cpu_count()} cores, {memory_gib:.0f} GiB, {platform.system()} {platform.release()}"


if __name__ == "__main__":
    main()
