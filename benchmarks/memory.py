"""The peak memory of the process that is measured."""

from __future__ import annotations

from pathlib import Path


def peak_mb() -> int:
    """The most memory that this process has held since its program started, in MB.

    Read from the kernel's account of the program: that of `getrusage` also has what the parent held when it started
    this process.
    """
    lines = Path("/proc/self/status").read_text().splitlines()
    (peak,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(peak.split()[1]) // 1024
