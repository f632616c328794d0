"""Core: facts and cases, built anew from all of staging by the models in `sql/core`."""
