"""Compares classes: which fields were removed, added or renamed, and what changed in the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from ...ir.api import Api
from ...ir.schemas import Class, Schema, lineage
from ...naming.names import Names
from ...openapi.references import is_mapping
from ...schema.classes import base_of
from ...schema.nullability import without_null
from .containers import compare_extras
from .keywords import compare_keywords, compare_words
from .schema_pairs import SchemaPair, Walker, shown
from .unions import compare_discriminators
from .value_kinds import bare

_SIMILAR = 0.6
"""How alike two names have to be for one to be taken for the other, renamed, where more than one could be it."""


_MOST_PAIRS = 2_500
"""How many pairs of properties are looked at: what changed in more than that is another class."""


@dataclass(frozen=True, slots=True)
class Member:
    """One property of a class."""

    wire: str
    schema: Schema
    required: bool
    symbol: str
    """The field: `Model.field`."""

    @property
    def attribute(self) -> str:
        """The field's name."""
        return self.symbol.rpartition(".")[2]

    @property
    def default(self) -> Any:
        """The default of the property, None if it has none."""
        return self.schema.notes.default


def compare_models(old: str, new: str, pair: SchemaPair, walk: Walker) -> None:
    """Compare two classes, given by the names of their components."""
    first, then = walk.old.schemas[old], walk.new.schemas[new]
    if not isinstance(first, Class) or not isinstance(then, Class):
        return
    before, after = first.json, then.json
    if not is_mapping(before) or not is_mapping(after):
        return
    bases = first.base, then.base
    shared = bool(bases[0] and bases[1] and walk.correspond(bases[0], bases[1]))
    if shared and bases[0] and bases[1]:
        walk.refer(bases[0], bases[1], pair)
    elif bases != (None, None):
        texts = [_named(base, names) for base, names in zip(bases, (walk.old_names, walk.new_names), strict=True)]
        kept = bases[0] is None or any(walk.correspond(bases[0], one) for one in _ancestors(new, walk.new))
        pair.report(
            "model-base-added" if kept else "model-base-changed", *texts, old_steps=("allOf",), new_steps=("allOf",)
        )
    members = [_members_of(old, walk.old, walk.old_names), _members_of(new, walk.new, walk.new_names)]
    if shared:
        # What both bases declare is compared with them. What moved between a class and its base is still in the class.
        own = first.properties.keys() | then.properties.keys()
        members = [{wire: one for wire, one in side.items() if wire in own} for side in members]
    _members(members[0], members[1], pair, walk)
    compare_words(before, after, pair)
    if before.get("discriminator") != after.get("discriminator") and not _is_base(old, walk.old):
        compare_discriminators(before, after, pair)
    flat = [_flat(schema) for schema in (before, after)]
    compare_keywords(flat[0], flat[1], pair, also="format")
    compare_extras(flat[0], flat[1], pair, walk)


def _is_base(name: str, api: Api) -> bool:
    """Return whether other classes inherit from a class: its discriminator is then compared with their union."""
    return any(isinstance(schema, Class) and schema.base == name for schema in api.schemas.values())


def _ancestors(name: str, api: Api) -> list[str]:
    """Return the classes that a class inherits from, nearest first."""
    return [one for one, _ in lineage(name, api.schemas)][1:]


def _named(base: str | None, names: Names) -> str:
    return f"`{names.schemas[base]}`" if base else "`Model`"


def _flat(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keywords of a class, including those that it adds to its base."""
    if base_of(schema) is None:
        return dict(schema)
    flat = {key: value for key, value in schema.items() if key != "allOf"}
    for part in schema["allOf"]:
        if is_mapping(part) and "$ref" not in part:
            flat.update(part)
    return flat


def _members_of(name: str, api: Api, names: Names) -> dict[str, Member]:
    """Return wire name → field of a class, with those of its bases; no class declares a property of its base again."""
    model = names.schemas[name]
    return {
        wire: Member(wire, one, wire in schema.required, f"{model}.{names.properties.get((owner, wire), wire)}")
        for owner, schema in lineage(name, api.schemas)
        for wire, one in schema.properties.items()
    }


def _members(old: Mapping[str, Member], new: Mapping[str, Member], pair: SchemaPair, walk: Walker) -> None:
    gone = {wire: old[wire] for wire in old.keys() - new.keys()}
    added = {wire: new[wire] for wire in new.keys() - old.keys()}
    for before, after in _renamed(gone, added):
        here = _pair_of(pair, gone.pop(before), added.pop(after))
        here.report("renamed", f"`{old[before].attribute}`{_on_the_wire(old[before])}", _on_the_wire(new[after]))
        walk.compare(old[before].schema.json, new[after].schema.json, here)
    for wire in sorted(old.keys() & new.keys()):
        _member(old[wire], new[wire], pair, walk)
    for wire in sorted(gone):
        _removed(gone[wire], pair, walk)
    for wire in sorted(added):
        _added(added[wire], pair, walk)


def _on_the_wire(member: Member) -> str:
    """Return the wire name of a property in brackets, with a space in front; nothing if it is the Python name."""
    return "" if member.attribute == member.wire else f" ({shown(member.wire)[1:-1]} on the wire)"


def _renamed(gone: Mapping[str, Member], added: Mapping[str, Member]) -> list[tuple[str, str]]:
    """Return old and new name of properties that were renamed: of the same shape, and the only pair or
    similar in name.
    """
    alone = len(gone) == 1 and len(added) == 1
    found: list[tuple[str, str]] = []
    if len(gone) * len(added) > _MOST_PAIRS:
        return found
    taken: set[str] = set()
    for before in sorted(gone):
        shape = bare(gone[before].schema.json)
        fitting = [
            (0.0 if alone else -_likeness(before, after), after)
            for after in sorted(added.keys() - taken)
            if added[after].required == gone[before].required and bare(added[after].schema.json) == shape
        ]
        if fitting and (alone or -min(fitting)[0] >= _SIMILAR):
            found.append((before, min(fitting)[1]))
            taken.add(min(fitting)[1])
    return found


def _likeness(old: str, new: str) -> float:
    return SequenceMatcher(None, old[:100].lower(), new[:100].lower()).ratio()


def _pair_of(pair: SchemaPair, old: Member, new: Member) -> SchemaPair:
    return replace(
        pair,
        old=(*pair.old, "properties", old.wire),
        new=(*pair.new, "properties", new.wire),
        old_symbol=old.symbol,
        new_symbol=new.symbol,
        words=f"`{new.symbol}`",
        deep=True,
        is_property=True,
        optional=not (old.required or new.required),
        read_only=old.schema.notes.read_only or new.schema.notes.read_only,
        write_only=old.schema.notes.write_only or new.schema.notes.write_only,
        turned=_one_way(old) != _one_way(new),
    )


def _member(old: Member, new: Member, pair: SchemaPair, walk: Walker) -> None:
    here = _pair_of(pair, old, new)
    if old.attribute != new.attribute:
        here.report("field-renamed", f"`{old.attribute}`", f"`{new.attribute}`")
    _mutability(old, new, here)
    if old.required != new.required:
        nullable = all(without_null(one.schema.json) is not one.schema.json for one in (old, new))
        name = "nullable-became-optional" if nullable else "became-optional"
        if new.required:
            name = "became-required" if new.default is None else "became-required-with-default"
        _required(name, old, new, (pair, here))
    walk.compare(old.schema.json, new.schema.json, here)


def _required(name: str, old: Member, new: Member, pairs: tuple[SchemaPair, SchemaPair]) -> None:
    outer, here = pairs
    wire = f"={new.wire}"
    here.report(
        name,
        "required" if old.required else "optional",
        shown(new.default) if name.endswith("default") else "required" if new.required else "optional",
        at=(
            (*outer.old, "required", wire) if old.required else here.old,
            (*outer.new, "required", wire) if new.required else here.new,
        ),
    )


_ONE_WAY: Mapping[str, str] = {"readOnly": "read-only", "writeOnly": "write-only"}


def _one_way(member: Member) -> tuple[bool, bool]:
    """Return whether a property is read-only, and whether it is write-only."""
    return member.schema.notes.read_only, member.schema.notes.write_only


def _mutability(old: Member, new: Member, here: SchemaPair) -> None:
    need = "required" if new.required else "optional"
    sides = zip(_one_way(old), _one_way(new), strict=True)
    for (keyword, name), (before, after) in zip(_ONE_WAY.items(), sides, strict=True):
        if before != after:
            here.report(
                f"{need}-property-became-{'' if after else 'not-'}{name}",
                keyword if before else "",
                keyword if after else "",
                old_steps=(keyword,) if before else (),
                new_steps=(keyword,) if after else (),
                says_direction=True,
            )


def _removed(member: Member, pair: SchemaPair, walk: Walker) -> None:
    here = replace(
        _pair_of(pair, member, member),
        read_only=member.schema.notes.read_only,
        write_only=member.schema.notes.write_only,
    )
    name = "write-only" if member.schema.notes.write_only else "required" if member.required else "optional"
    here.report(
        f"{name}-property-removed",
        walk.typed(member.schema.json, old=True),
        "",
        new_steps=None,
        announced=member.schema.notes.deprecated,
    )


def _added(member: Member, pair: SchemaPair, walk: Walker) -> None:
    here = replace(
        _pair_of(pair, member, member),
        read_only=member.schema.notes.read_only,
        write_only=member.schema.notes.write_only,
    )
    default = member.default
    name = "optional"
    if member.required and not member.schema.notes.read_only:
        name = "required" if default is None else "required-property-with-default"
    elif member.required:
        name = "required"
    elif member.schema.notes.write_only:
        name = "write-only"
    kind = f"{name.removesuffix('-property-with-default')}-property-added"
    if name.endswith("with-default"):
        kind = "required-property-with-default-added"
    here.report(
        kind, "", shown(default) if "default" in kind else walk.typed(member.schema.json, old=False), old_steps=None
    )
