"""Open data: the published figures as cubes of coded dimensions, and the files that hold them (dashboards 19)."""
