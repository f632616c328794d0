"""What users write and what is written about their use: settings, acknowledgements and the audit log."""
