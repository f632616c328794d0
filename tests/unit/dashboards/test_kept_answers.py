"""Answers are kept within a bound: those asked for longest ago go first, and only what belongs to the content stays."""

from __future__ import annotations

from flask import Response

from dashboards.serving.kept_answers import KeptAnswers


def _answer(size: int, **headers: str) -> Response:
    return Response(b"a" * size, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_what_was_kept_is_given_with_the_headers_of_its_content() -> None:
    kept = KeptAnswers()
    assert kept.answer("page") is None
    kept.keep("page", _answer(3, Content_Encoding="br", X_RateLimit_Remaining="3", Set_Cookie="no=1"))
    found = kept.answer("page")
    assert found is not None
    assert found.get_data() == b"aaa"
    assert found.headers["Content-Encoding"] == "br"
    assert set(found.headers.keys()) & {"X-RateLimit-Remaining", "Set-Cookie"} == set()


def test_those_asked_for_longest_ago_go_when_there_is_no_room() -> None:
    kept = KeptAnswers(most_bytes=2_500)
    for name in ("first", "second"):
        kept.keep(name, _answer(10))
    assert kept.answer("first") is not None
    kept.keep("third", _answer(10))
    assert kept.answer("second") is None
    assert kept.answer("first") is not None
    assert kept.answer("third") is not None


def test_large_answers_and_those_made_while_they_are_sent_are_not_kept() -> None:
    kept = KeptAnswers()
    kept.keep("large", _answer(2_000_001))
    kept.keep("stream", Response(iter([b"a", b"b"])))
    assert kept.answer("large") is kept.answer("stream") is None
    kept.keep("headers", _answer(3, X_Warnings="a" * 4_001))
    assert kept.answer("headers") is None


def test_headers_and_names_take_room_as_well() -> None:
    kept = KeptAnswers(most_bytes=10_000)
    for number in range(5):
        kept.keep(number, _answer(1, Link="a" * 3_000))
    assert [number for number in range(5) if kept.answer(number)] == [3, 4]
    kept = KeptAnswers(most_bytes=10_000)
    for name in ("a", "b", "c"):
        kept.keep(name * 4_000, _answer(1))
    assert kept.answer("a" * 4_000) is None
    assert kept.answer("c" * 4_000) is not None


def test_there_are_only_so_many() -> None:
    kept = KeptAnswers(most_answers=2)
    for number in range(4):
        kept.keep(number, _answer(0))
    assert [number for number in range(4) if kept.answer(number)] == [2, 3]
