"""Completeness control: what the sources hold against what was landed, staged and counted (ingestion section 13)."""
