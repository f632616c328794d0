"""What is stored and how it is read: settings, releases, reference lists, the report registry and its engine."""
