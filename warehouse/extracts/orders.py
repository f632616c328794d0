"""The stored descriptions: one data file per order in `orders/`, and files of an operator's own."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import ValidationError

from warehouse.errors import UserError
from warehouse.extracts.description import Description

ORDERS = Path(__file__).parent / "orders"
SUFFIX = ".yaml"


def order_ids() -> tuple[str, ...]:
    """The ids of all stored descriptions, sorted."""
    return tuple(sorted(path.stem for path in ORDERS.glob(f"*{SUFFIX}")))


def find_description(name: str) -> Description:
    """The stored description of that id, or the description in the file of that name.

    Raises UserError when there is none, or when a file holds none.
    """
    if name in order_ids():
        return read_description(ORDERS / f"{name}{SUFFIX}")
    if Path(name).suffix in {".yaml", ".yml"}:
        return read_description(Path(name))
    raise UserError(f"There is no extract {name}; there are {', '.join(order_ids())}, or name a .yaml file.")


def read_description(path: Path) -> Description:
    """The description in a file. Raises UserError naming what is wrong with it."""
    try:
        return Description.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError:
        raise UserError(f"The file {path.name} cannot be read.") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise UserError(f"The file {path.name} is no YAML.") from None
    except ValidationError as error:
        wrong = "; ".join(_sentence(detail["loc"], detail["msg"]) for detail in error.errors(include_input=False))
        raise UserError(f"{path.name} does not describe an extract: {wrong}.") from None


def _sentence(place: tuple[int | str, ...], message: str) -> str:
    return f"{'.'.join(str(part) for part in place) or 'description'}: {message.removeprefix('Value error, ')}"
