"""Nightly comparison of complete id sets with the sources: what a change feed cannot find (rules L-8 and L-9)."""
