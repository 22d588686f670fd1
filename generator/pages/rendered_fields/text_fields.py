"""The fields of a section of a rendered page that has each column in a line of its own, as ReadMe and others do.

    to                 status               language
    string             Type: string         string
    required           required             Allowed values:
    The callee.        enum                 en
    Defaults to x      Default: queued      de

No line says where the fields of an object end. The sample says it; where it does not, a field whose place is not known
is left out with a finding.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..operations import Field
from ..reading import Finding
from ..type_phrases import phrase_schema
from ..wording.stated_fields import stated_field

if TYPE_CHECKING:
    from ...document.document import JSON

NAME = re.compile(r"[A-Za-z_$@][\w$@.\[\]-]{0,80}")
_WORDS = (
    r"(?:string|integer|number|boolean|object|array|any|null|int(?:32|64)|float|double|file|date(?:-time)?|uuid|uri|json"
    r"|binary)"
)
_TYPE = re.compile(
    rf"(?:Type: ?)?(?P<type>{_WORDS}(?: ?[<\[(] ?[\w -]{{1,30}}[>\])])?(?:\[\])*|array of {_WORDS}s?"
    rf"|{_WORDS} ?\| ?{_WORDS}|{_WORDS}\[\])(?P<null> \| ?null| or null)?"
    r"(?P<rest> (?:required|optional|enum|nullable)(?: \w+)*)?"
)
_MARK = re.compile(
    r"(?:required|optional|nullable|deprecated|read-?only|write-?only|enum|unique)"
    r"(?: (?:required|nullable|deprecated))*",
    re.IGNORECASE,
)
_DEFAULT = re.compile(r"(?:Defaults? to|Default(?: value)?:)[ \t]*(?P<value>.*)", re.IGNORECASE)
_OPTIONS = re.compile(
    r"(?:Allowed|Allowed values?|Possible values?|Available options|Enum values?|Enum|Values):[ \t]*(?P<values>.*)",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"Examples?(?: values?)?:?[ \t]*(?P<value>.*)", re.IGNORECASE)
_FORMAT = re.compile(r"Format: ?(?P<format>[\w-]+)", re.IGNORECASE)
_RANGE = re.compile(r"(?P<low>-?\d+(?:\.\d+)?) to (?P<high>-?\d+(?:\.\d+)?)")
_LIMIT = re.compile(
    r"(?:(?P<length>length) ?)?(?P<sign>>=|<=|≥|≤|min:|max:) ?(?P<number>\d+(?:\.\d+)?)"
    r"(?: (?P<of>characters?|items?))?",
    re.IGNORECASE,
)
_SPAN = re.compile(r"length between (?P<low>\d+) and (?P<high>\d+)", re.IGNORECASE)
_SKIPPED = re.compile(
    r"Copy link(?: to .*)?|\+? ?ADD (?:OBJECT|STRING|INTEGER|NUMBER|FIELD|ITEM)S?|true ?false"
    r"|(?:Show|Hide) (?:Child )?(?:Attributes|properties).*|Expand All|Collapse All|-{3,}|show \d+ array items?",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"(?P<name>[\w -]{1,60}?) (?:object|array)s?(?: of objects)?", re.IGNORECASE)
_VALUE = re.compile(r"[`\"']?([\w.:/+@-]{1,80})[`\"']?")
_MOST_OPTIONS = 500
_NEAR = 4


@dataclass(slots=True)
class _Raw:
    name: str
    line: int
    words: str
    marks: set[str] = field(default_factory=set[str])
    text: list[str] = field(default_factory=list[str])
    options: list[str] = field(default_factory=list[str])
    default: str | None = None
    keywords: dict[str, JSON] = field(default_factory=dict[str, "JSON"])
    opened: bool = False
    """Whether a line says that the next field is in this object."""
    children: list[_Raw] = field(default_factory=list["_Raw"])

    @property
    def holds(self) -> bool:
        """Whether its type can have fields."""
        schema = phrase_schema(self.words) or {}
        items: Any = schema.get("items", {"type": "object"})
        kind = schema.get("type")
        return kind == "object" or (kind == "array" and items.get("type") == "object")


def is_type(text: str) -> bool:
    """Return whether a line is words for a type and nothing else."""
    return _TYPE.fullmatch(text) is not None


def starts(lines: Sequence[tuple[int, str]], at: int) -> bool:
    """Return whether a field begins at a line: a name, and its type on the next lines, perhaps behind marks."""
    text = lines[at][1]
    if not NAME.fullmatch(text) or is_type(text) or _MARK.fullmatch(text) or text.endswith("."):
        return False
    for _, following in lines[at + 1 : at + 1 + _NEAR]:
        if is_type(following):
            return True
        if not _MARK.fullmatch(following) and not _SKIPPED.fullmatch(following):
            return False
    return False


def fields_of(lines: Sequence[tuple[int, str]], sample: JSON, findings: list[Finding]) -> tuple[Field, ...]:
    """Return the fields of lines, each with its number, nested as the sample of the section is."""
    raws = _raws(lines)
    for one in raws:
        if "enum" in one.marks and not one.options:
            text = f"the values of the enumeration `{one.name}` are not in lines of their own: they are left out"
            findings.append(Finding("lost-options", text, one.line))
    return tuple(_made(one) for one in _tree(raws, sample, findings))


def _raws(lines: Sequence[tuple[int, str]]) -> list[_Raw]:
    found: list[_Raw] = []
    at = 0
    while at < len(lines):
        number, text = lines[at]
        if starts(lines, at):
            found.append(_Raw(text, number, ""))
            at += 1
        elif found:
            at = _line(lines, at, found)
        else:
            at += 1
    return found


def _line(lines: Sequence[tuple[int, str]], at: int, found: list[_Raw]) -> int:
    """Add a line to the last field; return the index of the next one."""
    text, last = lines[at][1], found[-1]
    if _SKIPPED.fullmatch(text):
        return at + 1
    if not last.words and (match := _TYPE.fullmatch(text)) is not None:
        last.words = re.sub(r"^array ?\[(\w+)\]$", r"\1[]", match["type"]).replace(" <", "<")
        last.marks |= {*(match["rest"] or "").casefold().split()} | ({"nullable"} if match["null"] else set[str]())
        return at + 1
    if _MARK.fullmatch(text):
        last.marks |= set(text.casefold().split())
        return at + 1
    if (match := _OPTIONS.fullmatch(text)) is not None:
        return _options(lines, at + 1, last, match["values"])
    if (match := _DEFAULT.fullmatch(text)) is not None:
        last.default = match["value"].strip(' `"') or (lines[at + 1][1] if at + 1 < len(lines) else "")
        return at + (1 if match["value"].strip() else 2)
    if (match := _EXAMPLE.fullmatch(text)) is not None and text[:1] == "E":
        return at + (1 if match["value"].strip() or at + 1 == len(lines) or starts(lines, at + 1) else 2)
    if (limits := _limits(text, last)) is not None:
        last.keywords |= limits
        return at + 1
    inside = _INSIDE.fullmatch(text)
    owner = next((one for one in reversed(found) if inside and _key(one.name) == _key(inside["name"])), None)
    if owner is not None and owner.holds:
        owner.opened = True
        return at + 1
    last.text.append(text)
    return at + 1


def _options(lines: Sequence[tuple[int, str]], at: int, last: _Raw, rest: str) -> int:
    """Read the values of an enumeration: on the line itself, or each on a line of its own."""
    if rest.strip():
        last.options = [one.strip(" `\"'") for one in re.split(r"[,|]|(?<=`) +(?=`)", rest) if one.strip(" `\"'")]
        if len(last.options) > 1 or _VALUE.fullmatch(rest.strip()) is None:
            return at
    while at < len(lines) and len(last.options) < _MOST_OPTIONS and not starts(lines, at):
        match = _VALUE.fullmatch(lines[at][1])
        if match is None or _SKIPPED.fullmatch(lines[at][1]) or _MARK.fullmatch(lines[at][1]):
            break
        last.options.append(match[1])
        at += 1
    return at


def _limits(text: str, last: _Raw) -> dict[str, JSON] | None:
    """Return the keywords that a line means for the type of the field; None if it is another line."""
    if (match := _FORMAT.fullmatch(text)) is not None:
        return {"format": match["format"]} if phrase_schema(last.words) == {"type": "string"} else {}
    kind = (phrase_schema(last.words) or {}).get("type")
    of = {"string": "Length", "array": "Items"}.get(str(kind), "imum")
    if (match := _SPAN.fullmatch(text) or _RANGE.fullmatch(text)) is not None:
        if (of == "imum") == (match.re is _SPAN):
            return None
        return {f"min{of}": _number(match["low"]), f"max{of}": _number(match["high"])}
    if (match := _LIMIT.fullmatch(text)) is not None:
        if (of == "imum") and (match["length"] or match["of"]):
            return None
        return {f"{'min' if match['sign'] in ('>=', '≥', 'min:') else 'max'}{of}": _number(match["number"])}
    return None


def _number(text: str) -> JSON:
    return float(text) if "." in text else int(text)


def _key(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _tree(raws: Sequence[_Raw], sample: JSON, findings: list[Finding]) -> list[_Raw]:
    """Return the fields at the top, those in objects below them."""
    top: list[_Raw] = []
    open_fields: list[tuple[_Raw, JSON]] = []
    """The objects that are open, each with its value in the sample."""
    doubtful: list[_Raw] = []
    keys = _keys(sample)
    for one in raws:
        while (
            open_fields
            and one.name not in _keys(open_fields[-1][1])
            and (one.name in keys or _is_shown(open_fields, one.name))
        ):
            open_fields.pop()
        if open_fields and one.name not in _keys(open_fields[-1][1]) and not open_fields[-1][0].opened:
            doubtful.append(one)
            continue
        parent, around = open_fields[-1] if open_fields else (None, sample)
        (top if parent is None else parent.children).append(one)
        if parent is not None:
            parent.opened = False
        if one.holds:
            open_fields.append((one, _member(around, one.name)))
    if doubtful:
        names = ", ".join(f"`{one.name}`" for one in doubtful[:_SHOWN])
        more = f" and {len(doubtful) - _SHOWN} more" if len(doubtful) > _SHOWN else ""
        text = f"the page does not show whether {names}{more} are in the object above them: they are left out"
        findings.append(Finding("unplaced-fields", text, doubtful[0].line))
    return list({one.name: one for one in reversed(top)}.values())[::-1]


_SHOWN = 6


def _is_shown(open_fields: Sequence[tuple[_Raw, JSON]], name: str) -> bool:
    return any(name in _keys(value) for _, value in open_fields[:-1])


def _keys(value: JSON) -> Collection[str]:
    if isinstance(value, list):
        return {key for one in value for key in _keys(one)}
    return set(value) if isinstance(value, dict) else set()


def _member(value: JSON, name: str) -> JSON:
    if isinstance(value, list):
        return [_member(one, name) for one in value if isinstance(one, dict) and name in one]
    return value.get(name) if isinstance(value, dict) else None


def _made(one: _Raw) -> Field:
    required = True if "required" in one.marks else False if "optional" in one.marks else None
    made = stated_field(
        one.name,
        one.line,
        one.words,
        required=required,
        description="\n".join(one.text),
        default=one.default,
        options=one.options,
        can_be_null="nullable" in one.marks,
        deprecated="deprecated" in one.marks,
        fields=tuple(_made(child) for child in one.children),
    )
    return replace(made, schema={**made.schema, **one.keywords}) if one.keywords else made
