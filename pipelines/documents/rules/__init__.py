"""The rules for bad input, one module each: what sets a document aside, and what is only noted as a flag.

A rule that sets aside has a `REASON` (or several), one that notes has a `FLAG` (or several); beside them stands the
test. Which is which follows section 8 of the ingestion rules: only what leaves nothing to count sets a document aside.
"""

from __future__ import annotations

from typing import Final

from pipelines.documents.rules import (
    conflict,
    control_character,
    degree_out_of_range,
    diagnosis_no_code,
    empty_document,
    end_before_start,
    form_refused,
    impossible_date,
    invalid_person_number,
    message_cut,
    missing_part,
    not_json,
    not_xml,
    reader_failed,
    too_deep,
    too_far_away,
    too_large,
    too_long,
    too_slow,
    unknown_event,
    unknown_root,
    unsafe_xml,
    wrong_encoding,
    wrong_namespace,
)
from pipelines.documents.rules.rule import Flag, Reason

REASONS: Final[tuple[Reason, ...]] = (
    empty_document.REASON,
    not_xml.REASON,
    not_json.REASON,
    wrong_encoding.REASON,
    control_character.REASON,
    unknown_root.REASON,
    wrong_namespace.REASON,
    unsafe_xml.REASON,
    too_large.REASON,
    too_deep.REASON,
    too_slow.REASON,
    *missing_part.OF_CERTIFICATE,
    form_refused.REASON,
    missing_part.MESSAGE_ID,
    missing_part.SENT_TIME,
    message_cut.REASON,
    unknown_event.REASON,
    conflict.REASON,
    reader_failed.REASON,
)
"""Every reason to set a document aside, in the order in which people read them."""

PERIOD_FLAGS: Final[tuple[Flag, ...]] = (
    impossible_date.FLAG,
    end_before_start.FLAG,
    degree_out_of_range.FLAG,
    *too_far_away.FLAGS,
)
"""What can be odd about one period. Such a period does not count; the rest of its certificate does."""

CERTIFICATE_FLAGS: Final[tuple[Flag, ...]] = (
    *diagnosis_no_code.FLAGS,
    *invalid_person_number.FLAGS,
    *too_long.FLAGS,
)
"""What can be odd about the values of a certificate."""
