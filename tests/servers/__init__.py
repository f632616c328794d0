"""Servers of our own that tests start: they follow the described interfaces of real counterparts, and their faults."""
