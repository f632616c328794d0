"""Attacks on whoever reads XML: what to write after the declaration and what inside, for a number of levels."""

from __future__ import annotations

from collections.abc import Callable

Attack = Callable[[int], tuple[bytes, bytes]]

_FILE, _ADDRESS = b"file:///etc/passwd", b"http://127.0.0.1:9/x"


def entity_bomb(levels: int) -> tuple[bytes, bytes]:
    depth = min(levels, 12)
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, depth))
    return b'<!DOCTYPE r [<!ENTITY e0 "x">' + entities + b"]>", b"&e%d;" % (depth - 1)


def quadratic_entity(levels: int) -> tuple[bytes, bytes]:
    return b'<!DOCTYPE r [<!ENTITY e "' + b"x" * levels * 10 + b'">]>', b"&e;" * levels


def outside_file(_: int) -> tuple[bytes, bytes]:
    return b'<!DOCTYPE r [<!ENTITY y SYSTEM "' + _FILE + b'">]>', b"&y;"


def outside_address(_: int) -> tuple[bytes, bytes]:
    return b'<!DOCTYPE r [<!ENTITY % p SYSTEM "' + _ADDRESS + b'">%p;]>', b"&y;"


def outside_declaration(_: int) -> tuple[bytes, bytes]:
    return b'<!DOCTYPE r SYSTEM "' + _ADDRESS + b'">', b""


def hidden_declaration(levels: int) -> tuple[bytes, bytes]:
    return b"<!-- a --> " * levels + b"<!DOCTYPE r>", b""


def declaration_inside(_: int) -> tuple[bytes, bytes]:
    return b"", b'<!DOCTYPE r [<!ENTITY y "x">]>&y;'


def unknown_entity(_: int) -> tuple[bytes, bytes]:
    return b"", b"&okand;"


def deep(levels: int) -> tuple[bytes, bytes]:
    return b"", b"<d>" * levels + b"</d>" * levels


def unclosed(levels: int) -> tuple[bytes, bytes]:
    return b"<a>" * levels, b""


def many_attributes(levels: int) -> tuple[bytes, bytes]:
    return b"", b"<a " + b" ".join(b'b%d="%d"' % (n, n) for n in range(levels)) + b"/>"


def many_namespaces(levels: int) -> tuple[bytes, bytes]:
    return b"", b"".join(b'<n xmlns:n%d="urn:%d">' % (n, n) for n in range(levels)) + b"</n>" * levels


def inclusion(_: int) -> tuple[bytes, bytes]:
    return b"", b'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="' + _FILE + b'" parse="text"/>'


def schema_location(_: int) -> tuple[bytes, bytes]:
    instance = b"http://www.w3.org/2001/XMLSchema-instance"
    return b"", b'<a xmlns:xsi="' + instance + b'" xsi:schemaLocation="urn:a ' + _ADDRESS + b'"/>'


def style_sheets(levels: int) -> tuple[bytes, bytes]:
    return b'<?xml-stylesheet type="text/xsl" href="' + _ADDRESS + b'"?>' * levels, b""


def long_text(levels: int) -> tuple[bytes, bytes]:
    return b"", b"x" * (levels * 60) + b"&#13;" * levels


def long_name(levels: int) -> tuple[bytes, bytes]:
    return b"", b"<" + b"n" * (levels * 60) + b"/>"


def json_depth(levels: int) -> tuple[bytes, bytes]:
    return b'{"a":' * levels, b"["


ATTACKS: tuple[Attack, ...] = (
    entity_bomb,
    quadratic_entity,
    outside_file,
    outside_address,
    outside_declaration,
    hidden_declaration,
    declaration_inside,
    unknown_entity,
    deep,
    unclosed,
    many_attributes,
    many_namespaces,
    inclusion,
    schema_location,
    style_sheets,
    long_text,
    long_name,
    json_depth,
)
