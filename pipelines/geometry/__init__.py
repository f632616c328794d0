"""Outlines of map areas, made once from published geometry and kept with the code lists of the warehouse."""
