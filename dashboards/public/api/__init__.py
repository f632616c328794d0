"""The open API, compatible with PxWebApi 2: the public figures for programs (dashboards 19.2-19.5)."""
