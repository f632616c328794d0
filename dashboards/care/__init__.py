"""The logged-in site: statistics of the user's own provider and units, and the ongoing cases of a unit."""
