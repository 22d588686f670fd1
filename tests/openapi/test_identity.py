"""Tables about the parts of a document themselves."""

from __future__ import annotations

from generator.openapi.identity import IdentityTable, Numbers


def test_equal_parts_have_entries_of_their_own() -> None:
    table = IdentityTable[str]()
    one, other = {"type": "string"}, {"type": "string"}
    table.put(one, "one")
    assert (table.get(one), table.get(other), len(table)) == ("one", None, 1)
    assert one in table
    assert other not in table
    one["format"] = "date"
    assert table.get(one) == "one"


def test_an_identity_number_is_never_reused() -> None:
    numbers = Numbers()
    assert [numbers.of({"type": "string"}) for _ in range(50)] == [*range(50)]


def test_a_part_keeps_its_number() -> None:
    numbers, part = Numbers(), {"a": 1}
    assert [numbers.of(part), numbers.of([]), numbers.of(part)] == [0, 1, 0]
