"""The schema of the application database, change by change."""
