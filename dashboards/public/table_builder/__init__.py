"""`Skapa egen tabell`: the open tables with values, places and files of one's own choosing (dashboards 19.6)."""
