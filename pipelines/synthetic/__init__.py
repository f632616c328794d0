"""The synthetic certificate store: invented people, organisation, certificates and messages, and the truth about them.

`store.create_store` makes one, `store.append_certificates` signs a few more, `documents` writes single documents.
"""
