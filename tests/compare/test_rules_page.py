"""The page about the rules is complete and current."""

from __future__ import annotations

from .rules_page import PAGE, page


def test_the_rules_page_is_up_to_date() -> None:
    """Every rule is there, with the message that it gives today; `python -m tests.compare.rules_page` writes it."""
    assert PAGE.read_text(encoding="utf-8") == page()
