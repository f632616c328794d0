"""All measurements that need nothing but the checkout: documents per second, and the stages of a run."""

from __future__ import annotations

import subprocess
import sys

MEASURES = ("benchmarks.documents", "benchmarks.stages")


def main() -> None:
    """Run each measurement in a process of its own, so that none sees what another left in memory."""
    for name in MEASURES:
        print(f"\n{name}", flush=True)
        subprocess.run([sys.executable, "-m", name], check=True)


if __name__ == "__main__":
    main()
