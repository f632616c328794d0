"""Files of a report, all made from the same table model as its page (dashboards 11)."""
