"""The map of the counties: what an address asks for, its figures, its page and its files."""
