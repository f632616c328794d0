"""How a reader says that a document cannot be read."""

from __future__ import annotations


class UnreadableError(Exception):
    """A document is set aside: a reason code of `pipelines.documents.rules`, and the part it is about.

    `detail` names a part of the document and never holds a value from it.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail
