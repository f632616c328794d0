"""Publication: from core tables to the databases of the three zones, and from those to releases in force."""
