"""What becomes of texts as names, docstrings and TOML: `python -m tests.text.spelled` writes the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from generator.text import casing, inflection, path_words, python_source, toml_source, wrap

from .. import recording

RECORD = Path(__file__).with_name("spelled.txt")
_NAMES = (
    *("phoneNumber", "phone_number", "phone-number", "PhoneNumber", "HTTPResponse", "HTTPStatus", "S3Bucket", "B2B", "VMsList", "IDs", "userIDs", "storageV1CSINode", "V1alpha1IPAddress", "v2beta3Thing", "OAuth2Token", "oAuthToken", "iPhone15", "GitHub", "eBookURL", "LaTeX", "TypeScriptSDK", "vCPUs", "ODataQuery", "FSxVolume", "x", "X", "x1", "1x", "123", "", " ", "_", "__a__", "$ref", "@id", "#", "a+b", "+1", "-1", "-a", "+1.5", "a.b/c:d", "100%", "!", "~", "[a]", "{a}", "a[]", "'", '"', "`", "\u00ab\u00bb"),
    *("\u00fcber", "\u00dcberGr\u00f6\u00dfe", "stra\u00dfe", "caf\u00e9", "na\u00efve", "\u00c5ngstr\u00f6m", "\u0141\u00f3d\u017a", "\u0438\u043c\u044f", "\u540d\u524d", "\u540d\u524dName", "\u00b5m", "\u212b", "\ufb01le", "a\u0301", "\U0001f600", "a\u200bb", "a\u202eb", "\u0660\u0661", "\u00bd", "\u2160"),
    *("class", "None", "self", "print", "async", "a" * 120, "Word" * 30, "word_" * 30, "a b  c", "a\tb\nc", "CamelCASEWord", "ABC", "ABCd", "AbC", "aB", "a1B2", "mp3File", "utf8String", "ipv4Address", "x86_64", "3d_model", "2fa", "h264", "ISO8601Date", "e164Number", "SHA256", "IPv6Range", "APIKeyID"),
)  # fmt: skip
_WORDS = ("calls", "call", "boxes", "buses", "addresses", "address", "status", "statuses", "companies", "movies", "ties", "lies", "keys", "days", "sizes", "prizes", "matches", "dishes", "classes", "glasses", "heroes", "people", "children", "indices", "analyses", "news", "series", "sms", "apis", "ids", "urls", "vms", "os", "as", "is", "gas", "bus", "us", "data", "media", "settings", "contents", "stats", "audio", "audios", "quizzes", "axes", "caches", "cookies", "phone_calls", "phone_call", "box", "dish", "day", "city", "hero", "billing", "analytics", "software", "goodness", "health", "used", "x", "ab", "a_b", "word1", "PhoneCalls", "UserIDs", "S", "Es", "Ss", "tts", "zes", "shes", "batches", "photos", "radios", "processes", "leaves", "halves")  # fmt: skip
_PATHS = ("/", "", "/pets", "/pets/{petId}", "/v1/pets", "/api/v2/pets", "/api", "/v1", "/api/pets/v2/list", "/pets/{petId}/legs/{leg_id}", "/get_rooms", "/pets.json", "/pets/{id}.xml", "/chat.postMessage", "/chat.{x}", "/a.b", "/?Action=ListRoles&Version=1", "/#X-Target=Logs.Create", "/a?x=1", "/pets:batch", "/users/{user-id}/keys", "/{a}", "/{a}{b}", "/a-b/c_d", "/rest/latest/x", "/v1.1/a", "/2024-01-01/a", "/beta/a", "/index.php", "/pets/" + "long-segment/" * 20)  # fmt: skip
_OPERATIONS = (
    *(("get", "/items/{item_id}", one) for one in ("read_item_items__item_id__get", "read-item-items-item-id-get", "readItemItemsItemIdGet", "readItem", "getItemsItemIdGet", "items_item_id_get", "GET_DescribeItem", "getItemUsingGET", "getItemUsingGET_1", "getGetItem", "itemsGet", "findItemGet", "Items_GetItem", "Item_Get", "items.item.get", "items.get", "items.x.y.get", "ItemsController_findOne", "")),
    *(("post", "/items", one) for one in ("createPost", "create_items_post", "createItemPost", "POST_CreateItem", "postItemsPost", "Items_CreateItems", "Brands_DeleteBrands", "items.items.create", "create")),
)  # fmt: skip
_TEXTS = (
    *("", " ", "One line.", " Padded. ", "Two\nlines.", "Para one.\n\nPara two.", "x" * 120, "word " * 40, ("word " * 19).strip(), "word " * 18 + "end", "w" * 94, "w" * 95, "w" * 96, "w" * 97, "w" * 98, "w" * 100, "w" * 101, 'Ends with "', '"Begins', 'Has """ inside', "Back\\slash", "Ends with \\", "tab\there", "nul\0", "bell\a", "zero\u200bwidth", "right\u202eleft", "line\u2028sep", "next\x85line", "cr\r\nlf\rcr", "priv\ue000ate", "\ud800", "nbsp\u00a0x", "emoji \U0001f600", "\ufeffbom", "soft\u00adhyphen"),
    *("- item " + "word " * 30, "1. item " + "word " * 30, "> quote " + "word " * 30, "  indented\n  lines", "    code\n    block", "```\n" + "code " * 40 + "\n```", "| a | b |\n|---|---|\n| " + "x " * 60 + "|", "# Heading " + "word " * 30, "<p>" + "html " * 30, "text<br>\n" + "more " * 30, "a   gap " + "word " * 30, "[link]: https://" + "x" * 120, "- a\n- b\n  more\n* c", "long " * 25 + "\n- item", "~~~\ncode\n~~~\ntext", "line one\n" + "word " * 30 + "\nline three", "\n\nbetween\n\n", "trailing  \nspaces", "http://" + "a" * 130 + " end", "word  double " * 12),
)  # fmt: skip
_VALUES: tuple[Any, ...] = (None, True, 0, -1, 1 << 255, 1 << 256, -(1 << 256), 1.5, 1e100, float("inf"), float("-inf"), float("nan"), "", "a", "it's", 'say "x"', "both ' and \"", "new\nline", "\u00fc", "\U0001f600", "\ud800", "\\", (), (1,), (1, "a"), [], [1, [2]], {}, {"a": 1, "b": [None]}, object, b"a", {1})  # fmt: skip


def _asked() -> Iterator[tuple[str, Callable[..., Any], Iterable[Any]]]:
    """Yield a name, a function, and what it is asked."""
    for one in (casing.words, casing.transliterate, casing.spelled, casing.snake, casing.attribute, casing.class_case, casing.letters, casing.is_identifier, inflection.pascal, python_source.identifier, toml_source.key_source):  # fmt: skip
        yield one.__name__, one, _NAMES
    yield "snake of 20", lambda text: casing.snake(text, 20), _NAMES
    yield "class_case of 20", lambda text: casing.class_case(text, 20), _NAMES
    yield "shorten", lambda parts: [casing.shorten(parts, joint, limit) for joint in ("_", "") for limit in (5, 11, 12, 30)], (("one", "two", "three"), ("one",), ("longestword",), ("a", "b"), ())  # fmt: skip
    for one in (inflection.singular, inflection.singular_word, inflection.plural, inflection.is_several):
        yield one.__name__, one, _WORDS
    for one in (path_words.path_words, path_words.procedure_of, path_words.without_versions):
        yield one.__name__, one, _PATHS
    yield "from_path", lambda path: [path_words.from_path("get", path, whole=whole) for whole in (True, False)], _PATHS
    yield "segments", lambda path: [(path_words.dotted(one), path_words.is_general(one)) for one in path.split("/")[1:]], _PATHS  # fmt: skip
    yield "is_action", lambda word: [path_words.is_action(word, method) for method in ("get", "post")], ("list", "get", "call", "order", "search", "export", "tokenize", "classify", "resize", "prize", "size", "create", "pets", "report", "cancel", "read", "download", "ify")  # fmt: skip
    yield "repeats_path", lambda pair: path_words.repeats_path(*pair), (("pets/list", "/v1/pets/list"), ("pets", "/pets"), ("/pets/", "/pets"), ("{a}", "/{a}"), ("a/b", "/b/a/b/"), ("a/b", "/aa/b"))  # fmt: skip
    yield "operation", _operation, _OPERATIONS
    yield "without_said", lambda pair: path_words.without_said(*pair), (("users.get", "User Actions"), ("users.actions.get", "UserActions"), ("users.1get", "Users"), ("users.of", "users"), ("get", "get"), ("a.users.get", "users"), ("users.get", ""))  # fmt: skip
    yield "stems", lambda number: sorted(path_words.stems((one, path, name) for one, path, name in _OPERATIONS[number:] if name).items()), (0, 10, 20)  # fmt: skip
    yield "wrap", lambda text: [wrap.wrap(text, width) for width in (20, 96)], _TEXTS
    for one in (python_source.visible, python_source.comment, toml_source.text_source):
        yield one.__name__, one, _TEXTS
    yield "docstring", lambda text: [python_source.docstring(text, indent) for indent in (0, 8)], _TEXTS
    for one in (python_source.literal, python_source.shown):
        yield one.__name__, one, _VALUES
    yield "table", lambda entries: list(toml_source.table("a", entries)), ({}, {"b": "x", "a c": "y\n"}, {"a" * 100: "", "b" * 101: "\x7f"})  # fmt: skip


def _operation(given: tuple[str, str, str]) -> list[str]:
    method, path, name = given
    return [
        path_words.without_path(name, method, path),
        path_words.without_method(name, method),
        path_words.without_head(name),
        path_words.without_parameters(name, path),
    ]


def cases() -> Iterator[tuple[str, list[str]]]:
    """Yield the cases of the record."""
    for name, function, asked in _asked():
        found: list[str] = []
        for one in asked:
            try:
                said = repr(function(one))
            except (ValueError, TypeError) as error:
                said = f"{type(error).__name__}: {error}"
            shown = repr(one)
            found.append(f"{shown if len(shown) < 90 else f'{shown[:80]}... {len(shown)}'} -> {said}")
        yield name, found


if __name__ == "__main__":
    recording.main(RECORD, cases())
