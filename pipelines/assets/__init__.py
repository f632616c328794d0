"""Dagster assets, one module per layer: landing, staging, core, statistics, release."""
