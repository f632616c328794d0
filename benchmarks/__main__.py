"""The measurements of `make bench`: documents a second, the stages of a run, and the statistics engine at two sizes.

The others are run by name: `benchmarks.web` wants a demonstration, `benchmarks.throughput` and `benchmarks.freshness`
take long.
"""

from __future__ import annotations

import subprocess
import sys

MEASURES = (
    ("benchmarks.documents",),
    ("benchmarks.stages",),
    ("benchmarks.engine", "--certificates", "1000000", "--builds", "3"),
    ("benchmarks.engine", "--certificates", "15000000", "--builds", "3"),
)


def main() -> None:
    """Run each measurement in a process of its own, so that none sees what another left in memory."""
    for measure in MEASURES:
        print("\n" + " ".join(measure), flush=True)
        subprocess.run([sys.executable, "-m", *measure], check=True)


if __name__ == "__main__":
    main()
