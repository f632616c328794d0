"""The statistics engine: registry of reports, the one query engine, and its results."""
