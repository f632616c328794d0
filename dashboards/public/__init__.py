"""The public site: national statistics from the public zone and nothing else."""
