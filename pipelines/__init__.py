"""Dagster and what it runs: sources, document readers, landing, staging, core, publication, the synthetic store."""
