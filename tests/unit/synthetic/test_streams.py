"""Named random streams (rule G-1)."""

from __future__ import annotations

import uuid
from collections import Counter

from pipelines.synthetic.streams import Every, Stream, Streams, Weighted
from tests.unit.synthetic.chi_square import too_unlikely


def test_a_stream_repeats_itself_and_differs_from_others(seed: int) -> None:
    first = [Stream(seed, "cases").uniform() for _ in range(1)]
    again = [Stream(seed, "cases").uniform() for _ in range(1)]
    assert first == again
    assert first != [Stream(seed, "persons").uniform()]
    assert first != [Stream(seed + 1, "cases").uniform()]


def test_a_new_draw_in_one_stream_leaves_the_others_as_they_were(seed: int) -> None:
    plain, disturbed = Streams(seed), Streams(seed)
    for _ in range(10_000):
        disturbed["a new feature"].uniform()
    assert [plain["cases"].uniform() for _ in range(5_000)] == [disturbed["cases"].uniform() for _ in range(5_000)]


def test_weighted_draws_follow_the_weights(seed: int) -> None:
    stream, weights = Stream(seed, "x"), {"a": 5.0, "b": 0.0, "c": 15.0, "d": 80.0}
    weighted = Weighted(weights)
    counts = Counter(stream.draw(weighted) for _ in range(20_000))
    assert "b" not in counts
    assert too_unlikely(counts, weights) is None


def test_whole_numbers_include_both_ends(seed: int) -> None:
    stream = Stream(seed, "x")
    drawn = Counter(stream.whole(-2, 3) for _ in range(12_000))
    assert too_unlikely(drawn, dict.fromkeys(range(-2, 4), 1.0)) is None


def test_uuids_are_of_version_4_and_do_not_repeat(seed: int) -> None:
    stream = Stream(seed, "x")
    made = [stream.uuid() for _ in range(2_000)]
    assert len(set(made)) == len(made)
    assert all(str(uuid.UUID(one)) == one and uuid.UUID(one).version == 4 for one in made)


def test_every_hits_its_rate_exactly() -> None:
    due = Every(0.5)
    assert sum(due() for _ in range(10_000)) == 50
    early = Every(0.1, first=3)
    assert [early() for _ in range(4)] == [False, False, True, False]
