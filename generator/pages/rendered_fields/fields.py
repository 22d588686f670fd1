"""The fields of one section of a rendered page, from its lines: names, types, marks, options, and nesting."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..operations import Field
from ..reading import Finding
from ..wording.stated_fields import nested, stated_field
from . import limits
from .lines import NAME, Line, is_child_switch, is_type

if TYPE_CHECKING:
    from ...document.document import JSON

_MARKS = {
    "required": ("required",),
    "optional": ("optional",),
    "Required": ("required",),
    "Optional": ("optional",),
    "deprecated": ("deprecated",),
    "read-only": ("read-only",),
    "write-only": ("write-only",),
    "nullable": ("nullable",),
    "header": ("header",),
    "query": ("query",),
    "path": ("path",),
    "cookie": ("cookie",),
    "headerrequired": ("header", "required"),
    "queryrequired": ("query", "required"),
    "pathrequired": ("path", "required"),
    "cookierequired": ("cookie", "required"),
    "requireddeprecated": ("required", "deprecated"),
}
_OPTIONS = re.compile(r"(?:Available options|Allowed values|Possible values)\s*:\s*(.*)", re.IGNORECASE)
_EXAMPLE = re.compile(r"Examples?\s*:\s*(.*)", re.IGNORECASE)
_DEFAULT = re.compile(r"default(?: value)?\s*:\s*(.*)|defaults? (?:to )?(-?\d+(?:\.\d+)?|true|false)", re.IGNORECASE)
_PREFIX = re.compile(r"[A-Za-z_$@{][\w$@.\[\]{}-]*\.")
_WORD = re.compile(r"[\w$.:/@+-]{1,80}")
_QUOTED = re.compile(r"[`\"'].*[`\"'],?")
_VARIANT = re.compile(r"Option \d+|(?:one|any) of", re.IGNORECASE)


@dataclass(slots=True)
class RawField:
    """A field as its lines say it."""

    name: str
    line: int
    anchor: str = ""
    words: str = ""
    marks: set[str] = field(default_factory=set[str])
    default: str | None = None
    prose: list[Line] = field(default_factory=list[Line])
    options: list[str] = field(default_factory=list[str])
    limits: list[str] = field(default_factory=list[str])
    switch: str = ""
    """`show` or `hide`, if the page has a switch for its fields; `hide` follows fields that are shown."""

    def made(self, fields: tuple[Field, ...] = ()) -> Field:
        """Return the field with those in it."""
        required = True if "required" in self.marks else False if "optional" in self.marks else None
        made = stated_field(
            self.name,
            self.line,
            self.words,
            required=required,
            description=self.description(),
            default=self.default,
            options=self.options,
            can_be_null="nullable" in self.marks,
            deprecated="deprecated" in self.marks,
            fields=fields,
        )
        added = {key: value for one in self.limits for key, value in limits.keywords(one, made.schema).items()}
        for mark, keyword in (("read-only", "readOnly"), ("write-only", "writeOnly")):
            if mark in self.marks:
                added[keyword] = True
        return replace(made, schema={**made.schema, **added}) if added else made

    def description(self) -> str:
        """Return the text of its prose, with the lines of a paragraph joined."""
        parts: list[str] = []
        for before, one in zip([None, *self.prose], self.prose, strict=False):
            apart = before is None or one.line - before.line > 1
            parts.append(("\n\n" if parts and apart else " " if parts else "") + one.text)
        return "".join(parts)


@dataclass(slots=True)
class FieldSection:
    """The content of a section's lines."""

    lead: list[Line] = field(default_factory=list[Line])
    """The lines before the first field."""
    fields: list[RawField] = field(default_factory=list[RawField])
    variants: bool = False
    """Whether the page has several forms and shows one of them."""
    findings: list[Finding] = field(default_factory=list[Finding])


def read(lines: Sequence[Line], known: Collection[str]) -> FieldSection:
    """Return the fields that begin in the lines; `known` are names that samples have."""
    reader = _Reader(lines, known)
    reader.run()
    if not reader.section.fields and any(one.text in known for one in lines):
        # Types and marks are lost: of the lines, those that are names of a sample are the fields.
        reader = _Reader(lines, known, typeless=True)
        reader.run()
    return reader.section


class _Reader:
    """Goes through the lines once."""

    def __init__(self, lines: Sequence[Line], known: Collection[str], *, typeless: bool = False) -> None:
        self.lines, self.known, self.typeless = lines, known, typeless
        self.section = FieldSection()
        self.at = 0

    def run(self) -> None:
        """Read all lines."""
        while self.at < len(self.lines):
            if (name := self._start(self.at)) is not None:
                self._begin(name)
            elif self.section.fields:
                self._line(self.section.fields[-1])
            else:
                self._lead()

    def _text(self, at: int) -> str:
        return self.lines[at].text if 0 <= at < len(self.lines) else ""

    def _start(self, at: int) -> str | None:
        """Return the name of the field that begins at a line: of a prefix on a line of its own together with it."""
        text = self._text(at)
        prefixed = _PREFIX.fullmatch(text) and self._start(at + 1)
        if prefixed and self._text(at + 1) == prefixed:
            return text + prefixed
        if text in _MARKS or not NAME.fullmatch(text) or text.endswith((":", ".")) or _DEFAULT.fullmatch(text):
            return None
        line, following = self.lines[at], self._text(at + 1)
        if line.start or is_type(following) or (line.anchor and not is_type(text)):
            return text
        if (
            following in _MARKS
            and not is_type(text)
            and not following.startswith(("path", "query", "header", "cookie"))
        ):
            return text
        return text if self.typeless and text in self.known else None

    def _begin(self, name: str) -> None:
        line = self.lines[self.at]
        made = RawField(name, line.line, line.anchor)
        self.at += 2 if name != line.text else 1
        if is_type(self._text(self.at)):
            made.words = self._text(self.at)
            self.at += 1
        while (marks := _MARKS.get(self._text(self.at))) is not None:
            made.marks.update(marks)
            self.at += 1
        self.section.fields.append(made)

    def _lead(self) -> None:
        text = self._text(self.at)
        if _VARIANT.fullmatch(text):
            self.section.variants = True
        self.section.lead.append(self.lines[self.at])
        self.at += 1

    def _line(self, last: RawField) -> None:
        text = self._text(self.at)
        if (match := _OPTIONS.fullmatch(text)) is not None:
            self.at += 1
            self._options(last, match[1])
        elif (match := _DEFAULT.fullmatch(text)) is not None:
            self.at += 1
            last.default = (match[1] or match[2] or "").strip("` ") or self._taken().strip("`")
        elif (match := _EXAMPLE.fullmatch(text)) is not None:
            self.at += 1
            self._example(match[1])
        elif limits.is_limit(text):
            last.limits.append(text)
            self.at += 1
        elif is_child_switch(text):
            last.switch = text.split()[0].lower()[:4]
            self.at += 1
        elif (marks := _MARKS.get(text)) is not None and not last.prose:
            last.marks.update(marks)
            self.at += 1
        else:
            self.section.variants |= _VARIANT.fullmatch(text) is not None
            last.prose.append(self.lines[self.at])
            self.at += 1

    def _taken(self) -> str:
        text = self._text(self.at)
        self.at += 1
        return text

    def _example(self, rest: str) -> None:
        """Skip the values of an example: they state nothing."""
        if rest.strip():
            return
        opening = self._text(self.at)[:1]
        if opening in ("{", "["):
            depth = 0
            while self.at < len(self.lines):
                text = self._taken()
                depth += sum(text.count(one) for one in "{[") - sum(text.count(one) for one in "}]")
                if depth <= 0:
                    return
        self.at += 1
        while _QUOTED.fullmatch(self._text(self.at)):
            self.at += 1

    def _options(self, last: RawField, rest: str) -> None:
        """Read options: one that a comma follows is not the last."""
        found: list[str] = []
        text = rest
        while True:
            head, example, _ = text.partition(" Example:")
            pieces = [piece.strip() for piece in head.split(",")]
            found += [piece.strip("`").strip() for piece in pieces if piece]
            more = (not found or head.rstrip().endswith(",")) and not example
            if not more or self.at >= len(self.lines):
                break
            text = self._taken()
        self._last_option(last, found)

    def _last_option(self, last: RawField, found: list[str]) -> None:
        following = self._text(self.at)
        if found and is_type(following):
            # The last option and the next name are glued: the samples say where one ends.
            names = [name for name in self.known if found[-1].endswith(name)]
            if not names:
                self._doubt(last, f"`{found[-1]}` is the last option of `{last.name}` and the next name in one")
                self.at += 1
                return
            name = max(names, key=len)
            last.options = [one for one in (*found[:-1], found[-1][: -len(name)]) if one]
            self.section.fields.append(RawField(name, self.lines[self.at].line, words=following))
            self.at += 1
            while (marks := _MARKS.get(self._text(self.at))) is not None:
                self.section.fields[-1].marks.update(marks)
                self.at += 1
            return
        if (
            len(found) == 1
            and _WORD.fullmatch(following)
            and self._start(self.at) is None
            and not _is_keyword(following)
        ):
            self._doubt(last, f"the options of `{last.name}` have lost what parts them")
            return
        last.options = found

    def _doubt(self, last: RawField, text: str) -> None:
        self.section.findings.append(Finding("lost-options", f"{text}; they are left out", last.line))


def _is_keyword(text: str) -> bool:
    return text in _MARKS or is_child_switch(text) or limits.is_limit(text)


def tree(raws: Sequence[RawField], sample: JSON, findings: list[Finding]) -> tuple[Field, ...]:
    """Return the fields, nested by dotted names, by anchors, or as the sample shows it."""
    roots: list[_Node] = []
    open_nodes: list[_Node] = []
    named: dict[str, _Node] = {}
    for raw in raws:
        node = _Node(raw)
        parent = _by_anchor(raw, open_nodes) if raw.anchor else None
        if parent is None and "." not in raw.name and not _is_top(raw):
            parent = _by_sample(raw, open_nodes, sample)
        if parent is not None:
            # What is open below the parent's other fields is closed.
            open_nodes = open_nodes[: open_nodes.index(parent) + 1]
            parent.children.append(node)
        else:
            open_nodes = [one for one in open_nodes if raw.anchor or "." in raw.name] if raw.anchor else []
            if raw.name in named and _same(named[raw.name].raw, raw):
                # Many pages say everything twice.
                continue
            named.setdefault(raw.name, node)
            roots.append(node)
        node.path = (*(parent.path if parent else ()), raw.name)
        if raw.switch or raw.anchor:
            open_nodes.append(node)
    _note_hidden(roots, sample, findings)
    return nested([node.made() for node in roots])


@dataclass(slots=True, eq=False)
class _Node:
    raw: RawField
    children: list[_Node] = field(default_factory=list["_Node"])
    path: tuple[str, ...] = ()

    def made(self) -> Field:
        return self.raw.made(tuple(child.made() for child in self.children))


def _slug(text: str) -> str:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", text)
    return re.sub(r"[^a-z0-9]+", "-", spaced.lower()).strip("-")


def _anchored(raw: RawField) -> str:
    """Return the slug of the field's whole path, without the section and the number of a variant."""
    return re.sub(r"-(?:one|any|all)-of-\d+", "", raw.anchor.partition("-")[2])


def _is_top(raw: RawField) -> bool:
    return bool(raw.anchor) and _anchored(raw) == _slug(raw.name)


def _by_anchor(raw: RawField, open_nodes: Sequence[_Node]) -> _Node | None:
    if _is_top(raw) or "." in raw.name:
        return None
    own = _slug(raw.name)
    return next((one for one in reversed(open_nodes) if f"{_anchored(one.raw)}-{own}" == _anchored(raw)), None)


def _by_sample(raw: RawField, open_nodes: Sequence[_Node], sample: JSON) -> _Node | None:
    """Return the innermost open field in which the sample has the name, where the fields around it have not."""
    for index in range(len(open_nodes) - 1, -1, -1):
        node = open_nodes[index]
        keys = _keys(sample, node.path)
        outer = _keys(sample, node.path[:-1])
        if raw.name in keys and (raw.name not in outer or node.raw.switch == "hide"):
            return node
    return None


def _keys(sample: JSON, path: Sequence[str]) -> set[str]:
    """Return the keys of the objects at a path of a sample; for an array, the keys of all its items."""
    here: list[JSON] = [sample]
    for name in (*path, None):
        flat: list[JSON] = []
        for one in here:
            flat.extend(one if isinstance(one, list) else [one])
        objects = [one for one in flat if isinstance(one, dict)]
        if name is None:
            return {key for one in objects for key in one}
        here = [one[name] for one in objects if name in one]
    return set()


def _same(one: RawField, other: RawField) -> bool:
    return one.words == other.words and one.marks == other.marks and one.options == other.options


def _note_hidden(nodes: Sequence[_Node], sample: JSON, findings: list[Finding]) -> None:
    """Say of which fields the page says that there are fields in them, and does not show these."""
    dotted = {node.raw.name.rpartition(".")[0] for node in nodes}
    for node in nodes:
        if node.raw.switch == "show" and not node.children and node.raw.name not in dotted:
            text = f"the fields of `{node.raw.name}` are hidden on this page; it stays open"
            findings.append(Finding("hidden-fields", text, node.raw.line))
        _note_hidden(node.children, sample, findings)
