"""Quarantine: what could not be read, each with a reason that a person understands."""
