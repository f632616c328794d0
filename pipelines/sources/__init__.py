"""Connectors: one small interface (`source.Source`) and one module per kind of source."""
