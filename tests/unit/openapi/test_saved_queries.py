"""The store of saved queries counts what it keeps without looking through it, and takes no more than it may."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboards.public.api.saved_queries import COUNT, SavedQueries, StoreFullError


def _save(store: SavedQueries, name: int, size: int = 0) -> bool:
    _, is_new = store.save({"tableId": f"T{name:03}"}, lambda: {"x": "x" * size} if size else None)
    return is_new


def _bytes(folder: Path) -> int:
    return sum(place.stat().st_size for place in folder.rglob("*.json"))


def test_a_store_has_room_for_so_many_bytes(tmp_path: Path) -> None:
    store = SavedQueries(tmp_path, 100, 3_000)
    assert [_save(store, name, 1_000) for name in (1, 1, 2)] == [True, False, True]
    with pytest.raises(StoreFullError):
        _save(store, 3, 1_000)
    assert _save(store, 4)
    assert (tmp_path / COUNT).read_text() == f"3 {_bytes(tmp_path)}\n"


def test_several_stores_of_one_folder_count_together(tmp_path: Path) -> None:
    stores = [SavedQueries(tmp_path, 40, 1_000_000) for _ in range(2)]
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda at: _save(stores[at % 2], at // 2), range(80)))
    assert sum(made) == 40
    assert (tmp_path / COUNT).read_text() == f"40 {_bytes(tmp_path)}\n"
    with pytest.raises(StoreFullError):
        _save(stores[0], 99)


@pytest.mark.parametrize("damage", [None, "", "1 2", "x y\n"])
def test_a_lost_count_is_made_anew(tmp_path: Path, damage: str | None) -> None:
    store = SavedQueries(tmp_path, 3, 1_000_000)
    for name in (1, 2):
        _save(store, name)
    count = tmp_path / COUNT
    count.unlink() if damage is None else count.write_text(damage)
    assert _save(store, 3)
    assert count.read_text() == f"3 {_bytes(tmp_path)}\n"
    with pytest.raises(StoreFullError):
        _save(store, 4)
