"""Ongoing sick-leave cases: the case engine, the case list and the protection of persons."""
