"""Landing: an append-only, idempotent copy of everything the sources say. Nothing is interpreted here."""
