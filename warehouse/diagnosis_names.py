"""Codes and names of newer diagnosis editions, as a release holds them beside the shipped lists."""

from __future__ import annotations

import duckdb

from warehouse.diagnoses import CodeName, publish_names

PRESENT = "SELECT 1 FROM information_schema.tables WHERE table_name = 'diagnosis_code'"
NAMES = "SELECT code, name FROM diagnosis_code"


def read_diagnosis_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Take in what the release says in its table `diagnosis_code`; a release without it says nothing."""
    if connection.execute(PRESENT).fetchone():
        publish_names(CodeName(*row) for row in connection.execute(NAMES).fetchall())
