"""The one component set of both sites: page frame, report page, charts, tables, messages, texts."""
