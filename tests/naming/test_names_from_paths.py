"""The method of an operation that has nothing but its HTTP method and its path."""

from __future__ import annotations

import pytest

from generator.naming.names_from_paths import method_of_path


@pytest.mark.parametrize(
    ("method", "path", "noun", "expected"),
    [
        ("get", "/calls", "call", "list"),
        ("post", "/calls", "call", "create"),
        ("put", "/calls", "call", "replace_all"),
        ("patch", "/calls", "call", "update_all"),
        ("delete", "/calls", "call", "delete_all"),
        ("get", "/calls/{id}", "call", "get"),
        ("post", "/calls/{id}", "call", "update"),
        ("put", "/calls/{id}", "call", "replace"),
        ("patch", "/calls/{id}", "call", "update"),
        ("delete", "/calls/{id}", "call", "delete"),
        ("head", "/calls/{id}", "call", "head"),
        ("get", "/calls/{id}/recordings", "call", "list_recordings"),
        ("get", "/calls/{id}/recordings/{r}", "call", "get_recording"),
        ("get", "/calls/{id}/status", "call", "get_status"),
        ("post", "/calls/{id}/notes", "call", "create_note"),
        ("post", "/calls/{id}/hangup", "call", "hangup"),
        ("post", "/calls/{id}/legs/{leg}/hangup", "call", "hangup_leg"),
        ("post", "/calls/{id}/legs/merge", "call", "merge_legs"),
        ("post", "/calls/{id}/legs/{leg}/hangup-now", "call", "hangup_now"),
        ("post", "/calls/bulk-delete", "call", "bulk_delete"),
        ("get", "/calls/active", "call", "list_active"),
        ("get", "/calls/by-status", "call", "get_by_status"),
        ("get", "/calls/by-agents", "call", "get_by_agents"),
        ("post", "/calls/by-batches", "call", "create_by_batches"),
        ("get", "/calls/from/{date}", "call", "get_from"),
        ("get", "/customers/{id}/orders", "order", "list_for_customer"),
        ("get", "/customers/{id}/orders/{o}", "order", "get_for_customer"),
        ("get", "/customers/{id}/orders/{o}/lines", "order", "list_lines"),
        ("get", "/customers/orders", "order", "list"),
        ("post", "/search", "call", "search"),
        ("get", "/", "call", "get"),
    ],
)
def test_the_method_of_a_path(method: str, path: str, noun: str, expected: str) -> None:
    assert method_of_path(method, path, (noun,)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/calls/history", "list_history"), ("/calls/by-status", "get_by_status"), ("/calls/{id}", "get")],
)
def test_a_response_that_is_a_list_makes_a_list_of_what_the_path_names_once(path: str, expected: str) -> None:
    assert method_of_path("get", path, ("call",), several=True) == expected
