"""Extracts on order (specialuttag, statistics 14): one general builder that evaluates stored descriptions."""
