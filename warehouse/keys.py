"""Keys that are kept outside the zones (rule P-12): given in the environment, or made once for this data directory."""

from __future__ import annotations

import secrets

from pydantic import SecretStr

from warehouse.errors import UserError
from warehouse.storage import DataDirectory, write_durably

KEY_BYTES = 32


def key(given: SecretStr | None, data: DataDirectory, name: str) -> bytes:
    """The key `name`: the given one, else the one kept for this data directory, made at first use.

    Raises UserError when a given key is shorter than 32 characters.
    """
    if given is not None:
        secret = given.get_secret_value()
        if len(secret) < KEY_BYTES:
            raise UserError(f"The key for {name} is too short; give at least {KEY_BYTES} characters.")
        return secret.encode()
    path = data.keys / name
    if not path.exists():
        data.keys.mkdir(parents=True, exist_ok=True)
        data.keys.chmod(0o700)
        write_durably(path, secrets.token_hex(KEY_BYTES).encode())
        path.chmod(0o600)
    return path.read_bytes()
