"""Staging: typed records from landed segments, and quarantine for what cannot be read. No case rules here."""
