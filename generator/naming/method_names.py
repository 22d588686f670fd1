"""Chooses the method name of an operation: from the provider's own SDK name, the operationId, or the path.

Every rule looks only at the operation and the name of its resource. So adding or removing an operation renames nothing,
unless it asks for the same name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, tee

from msgspec.structs import replace

from ..ir.api import Operation, OperationKey
from ..ir.schemas import Array
from ..openapi.media_type_names import answers_both_ways
from ..text.casing import MAXIMUM_LENGTH, is_identifier, letters, snake, words
from ..text.inflection import singular, singular_word
from ..text.path_words import (
    VERBS,
    dotted,
    from_path,
    path_words,
    procedure_of,
    repeats_path,
    without_head,
    without_method,
    without_parameters,
    without_path,
    without_said,
)
from ..text.verbs import LAYERS, PREPOSITIONS
from .allocate import CHOSEN, Candidate, NameRequest, allocate
from .long_names import BRIEF, KEPT_WORDS, READABLE, briefer, uncut
from .names_from_paths import method_of_path, restates_path
from .operation_groups import group_and_verb, method_behind_group, method_of_service, nested_groups
from .published import held, published_method
from .reserved import DECORATORS, KEYWORDS, TYPE_NAMES
from .resource_names import BUILTIN_TYPES, FERN_PREFIX, PlacedOperation, safe
from .shortened_names import noun_of, shortened

METHODS_AVOIDED = KEYWORDS | DECORATORS | (TYPE_NAMES - BUILTIN_TYPES)
"""Names that no method may have: a hidden builtin can still be written `builtins.list`, a hidden `date` cannot."""
_SEPARATORS = re.compile(r"[/._:-]+")
_SEVERAL = re.compile(r"(?<=^update|^delete)_all|(?<=^replace)_all")
"""What the verbs of collections add to those of single things."""
_LONGEST = 2 * MAXIMUM_LENGTH
_CUT_LESS = "cut less, because the shorter name is taken"
_LAYER = re.compile(r"(?:api|apis|controller|endpoint|endpoints|handler)$")
"""Words for kinds of code that follow the thing: `OrdersController_list`."""
_VERSION = re.compile(r"v\d+(?:(?:alpha|beta)\d*)?|api\d{4,8}|\d{8}")
_DATE = re.compile(r"_?(?:19|20)\d\d_\d\d_\d\d$")
"""The version at the end of `ListFunctions2020_05_31`."""
_CONTROLLER = re.compile(r"^\w*?controller(?:_v\d+)?[_./:-]+(?=[a-z])", re.IGNORECASE)
"""Prefixes that NestJS and others write: `AgentController_`."""


def method_names(
    members: Iterable[PlacedOperation], taken: Collection[str], published: Mapping[str, str]
) -> dict[OperationKey, Candidate]:
    """Return operation → method for the operations of one resource; `taken` are other names in its class."""
    placed = list(members)
    requests = uncut([_method(one) for one in placed])
    named = [_held(request, one, published) for request, one in zip(requests, placed, strict=True)]
    return allocate(named, taken)


def _held(
    request: NameRequest[OperationKey], member: PlacedOperation, published: Mapping[str, str]
) -> NameRequest[OperationKey]:
    """Return a request that asks first for the published name, if the operation's own text still says it.

    It need not be a candidate: rules change, and what callers wrote stays.
    """
    name = published_method(member.operation, member.resource, published)
    if name and not member.method and (_same_but_number(request.first.name, name) or _says(member.operation, name)):
        before = request.more
        request = replace(request, more=lambda: chain(before(), [Candidate(name)]))
    return held(request, name)


def _same_but_number(name: str, published: str) -> bool:
    """Return whether two methods differ only in whether they say that there are several things: `get`, `list`."""
    one, other = (_SEVERAL.sub("", re.sub("^list", "get", method)) for method in (name, published))
    return one == other


def _says(operation: Operation, name: str) -> bool:
    """Return whether the words of a method are in the operationId, in its order.

    Without an operationId, or with one that repeats the path, the path says it, and that is the same.
    """
    if safe(snake(name), "", METHODS_AVOIDED) != name or len(name) > MAXIMUM_LENGTH:
        return False
    full = operation.operation_id
    if not full or restates_path(full, operation.method, operation.path, operation.tags[:1]):
        return True
    text, position = letters(full), 0
    for word in name.split("_"):
        found = max(text.find(one, position) for one in (word, singular(word)))
        if found < 0:
            return False
        position = found + len(singular(word))
    return True


def stream_names(
    members: Iterable[PlacedOperation], methods: Mapping[OperationKey, str], taken: Collection[str]
) -> dict[OperationKey, str]:
    """Return operation → streaming method, for operations of a resource that can answer in both ways.

    A name of the document itself takes precedence.
    """
    requests: list[NameRequest[OperationKey]] = []
    for member in members:
        operation = member.operation
        if answers_both_ways([media.content_type for one in operation.successes for media in one.contents]):
            # `import_` has its underscore because `import` is a keyword; `import_stream` is none.
            method = methods[operation.key].rstrip("_")
            more = (Candidate(f"{method}_as_stream"), Candidate(f"{method}_{snake(operation.method)}_stream"))
            requests.append(NameRequest(operation.key, method, Candidate(f"{method}_stream"), partial(iter, more)))
    given = allocate(requests, {*methods.values(), *taken})
    return {key: candidate.name for key, candidate in given.items()}


def _method(member: PlacedOperation) -> NameRequest[OperationKey]:
    operation = member.operation
    if member.method and member.fixed:
        return NameRequest(
            operation.key, member.method, Candidate(member.method, member.method_reason), tuple, rank=CHOSEN
        )
    (candidates,) = tee(_allowed(member), 1)
    first = next(candidates)
    # Each call returns an iterator of its own, and each candidate is made once.
    return NameRequest(
        operation.key,
        operation.operation_id or "",
        first,
        lambda: tee(candidates)[1],
        _rank(operation, first.name),
    )


def _allowed(member: PlacedOperation) -> Iterator[Candidate]:
    """Yield the candidates of an operation as names that a method may have: `m_search` for `M-SEARCH`."""
    instead = snake(member.operation.method)
    for one in _candidates(member):
        if name := one.name if is_identifier(one.name) else snake(one.name):
            yield replace(one, name=safe(name, instead, METHODS_AVOIDED))


def _rank(operation: Operation, name: str) -> int:
    """Return the priority of an operation for a name: names from an operationId first, then a whole path, then a part.

    Of operationIds, the unshortened name comes first, then a shortened one, then one of another version.
    """
    if operation.operation_id:
        parts = _lower(operation.operation_id)
        if len(snake(operation.operation_id, _LONGEST)) > MAXIMUM_LENGTH:
            return 3
        if (group := group_and_verb(operation.operation_id)) and _says_all(operation.operation_id, group[1]):
            return 1
        return 2 if any(map(_VERSION.fullmatch, parts)) else 0 if set(name.strip("_").split("_")) <= {*parts} else 1
    short, whole = (from_path(operation.method, operation.path, whole=one, limit=_LONGEST) for one in (False, True))
    return 4 if short == whole else 5


def _candidates(member: PlacedOperation) -> Iterator[Candidate]:
    operation, noun = member.operation, noun_of(member.resource)
    if member.method:
        yield Candidate(member.method, member.method_reason)
    full = operation.operation_id
    if not full or not snake(full) or restates_path(full, operation.method, operation.path, operation.tags[:1]):
        yield from _of_path(operation, noun, "there is no operationId" if not full else "the operationId repeats them")
        return
    stem, reason = _stem(member, full)
    parts = _without_layers(_lower(stem))
    plain = _without_versions(parts)
    short = shortened(plain, noun, operation)
    if (brief := briefer(short, noun)) != short:
        yield Candidate("_".join(brief), BRIEF)
    if short != plain:
        said = "from the operationId, without what its resource and its parameters say"
        yield Candidate(snake("_".join(short)), said)
    if plain != parts:
        yield Candidate(snake("_".join(plain)), "from the operationId, without its version")
    yield Candidate(snake("_".join(parts)), reason)
    if _of_service(member, full):
        if parts[-1] != operation.method:
            yield Candidate(snake(f"{stem}_{operation.method}"), "from the operationId, with its method")
        why = "the operationId gives a taken name"
        yield from _of_path(operation, noun, why)
    if snake(stem, _LONGEST) != snake(stem):
        yield Candidate(snake(stem, _LONGEST), _CUT_LESS)
    if stem != full:
        yield Candidate(snake(full), "the whole operationId, because a shorter name is taken")
    whole = from_path(operation.method, operation.path, whole=True)
    yield Candidate(whole, "from the method and the path, because the operationId gives a taken name")
    yield Candidate(snake(full, _LONGEST), _CUT_LESS)


def _of_path(operation: Operation, noun: Sequence[str], why: str) -> Iterator[Candidate]:
    method, path = operation.method, operation.path
    if procedure := procedure_of(path) or dotted(path.rpartition("/")[2])[1]:
        short = shortened(_without_versions(_lower(procedure)), noun, operation)
        yield Candidate("_".join(short), f"from the procedure: {why}")
        yield Candidate("_".join([*short, method]), "from the procedure with its method: the shorter name is taken")
    elif any(path_words(path)):
        short = shortened(
            method_of_path(method, path, noun, several=_answers_list(operation)).split("_"), noun, operation
        )
        yield Candidate("_".join(short), f"from the method and the path: {why}")
        if at_end := re.search(r"\{([^{}]*)\}/?$", path):
            by = snake(at_end[1])
            yield Candidate(f"{'_'.join(short)}_by_{by}", "with its parameter, because the shorter name is taken")
    yield Candidate(from_path(method, path, whole=True), "from the method and the whole path")
    yield Candidate(from_path(method, path, whole=True, limit=_LONGEST), _CUT_LESS)


def _answers_list(operation: Operation) -> bool:
    schemas = [media.schema for one in operation.successes for media in one.contents]
    return any(isinstance(schema, Array) and not schema.nullable for schema in schemas)


def _stem(member: PlacedOperation, full: str) -> tuple[str, str]:
    """Return an operationId without what tools add to the name that a person gave, and the reason."""
    operation = member.operation
    stem, reason = full, "from the operationId"
    if (cut := _DATE.sub("", full)) and cut != full:
        stem, reason = cut, "from the operationId, without its version"
    if (cut := _CONTROLLER.sub("", stem)) != stem:
        stem, reason = cut, "from the operationId, without the class of its code"
    if cut := without_path(stem, operation.method, operation.path):
        stem, reason = cut, "from the operationId, without the method and path it repeats"
    if cut := method_behind_group(stem, operation.method, operation.path):
        stem, reason = cut, "from the operationId, without the group before its method"
    elif cut := without_method(stem, operation.method):
        stem, reason = cut, "from the operationId, without the method"
    if cut := without_parameters(stem, operation.path):
        stem, reason = cut, "from the operationId, without the parameters in it"
    if cut := _of_service(member, full):
        return cut, "from the operationId, without the service and the method around it"
    if nested_groups(full, *operation.tags[:1]) and "." in (member.resource or ""):
        return full.rpartition(".")[2], "from the operationId, without its groups"
    group = group_and_verb(full)
    if group and (group[0] == (member.resource or "").rstrip("_") or _says_all(full, group[1])):
        return group[1], "from the operationId, without its group"
    if cut := without_head(stem):
        stem, reason = cut, "from the operationId, without the group that it says twice"
    tags = [tag for tag in operation.tags[:1] if not repeats_path(tag, operation.path)]
    if cut := without_tag(stem, tags, member.resource):
        stem, reason = cut, "from the operationId, without the tag it repeats"
    return stem, reason


def _of_service(member: PlacedOperation, full: str) -> str:
    """Return the method in an operationId around which its service stands, if that says the resource, or is long."""
    cut, own = method_of_service(full, member.operation.method), {singular_word(word) for word in _lower(full)}
    return cut if cut and ({*noun_of(member.resource)} <= own or len(snake(full)) > READABLE) else ""


def _says_all(full: str, verb: str) -> bool:
    """Return whether the second part of a long `Group_Verb` needs no group: `Recipients_PutDocumentVisibility`."""
    return len(snake(full)) > READABLE and len(words(verb)) >= KEPT_WORDS


def _lower(text: str) -> list[str]:
    return [word.lower() for word in words(text)]


def _without_layers(parts: list[str]) -> list[str]:
    """Return words without names of code layers: `route` at the end, `api` at the start."""
    while len(parts) > 1 and parts[-1] in LAYERS and parts[-2] not in PREPOSITIONS:
        parts = parts[:-1]
    while len(parts) > 1 and parts[0] in ("api", "rest", "handle", "controller") and not parts[1][0].isdigit():
        parts = parts[1:]
    return parts


def _without_versions(parts: list[str]) -> list[str]:
    kept = [one for one in parts if not _VERSION.fullmatch(one)]
    return kept if kept and not kept[0][0].isdigit() and kept[-1] not in PREPOSITIONS else parts


def without_tag(operation_id: str, tags: Sequence[str], resource: str | None) -> str:
    """Return an operationId without the tag: `pets/list`, `users.list`, `listCoreV1Pod`; empty if it has none.

    A tag of one word is removed only at the start; `shortened` handles a noun after the verb.
    """
    own = {_singular(letters(tag.removeprefix(FERN_PREFIX))) for tag in tags}
    own |= {_singular(letters(part)) for part in (resource or "", (resource or "").rpartition(".")[2])}
    own.discard("")
    for separator in _SEPARATORS.finditer(operation_id):
        head, rest = letters(operation_id[: separator.start()]), operation_id[separator.end() :]
        last = letters(re.split("[/.]", operation_id[: separator.start()])[-1])
        found = [head, _LAYER.sub("", head), *([last] if separator[0] in "/." else [])]
        if not own.isdisjoint(map(_singular, found)):
            first = next(iter(words(rest)), "")
            return rest if first and not first[0].isdigit() and first.lower() not in PREPOSITIONS else ""
    if operation_id.count(".") > 1 and (cut := without_said(operation_id, resource or "")):
        return cut
    if cut := _without_start(words(operation_id), {_singular(letters(tag)) for tag in tags}):
        return cut
    return next((cut for tag in tags if (cut := _without_words(words(operation_id), words(tag)))), "")


def _without_start(parts: Sequence[str], own: Collection[str]) -> str:
    """Return the words after a tag before a verb: `delete_Stopwatch` of `issueDeleteStopwatch`."""
    for index, part in enumerate(parts):
        if index and part.lower() in VERBS and _singular("".join(parts[:index]).lower()) in own:
            return "_".join(parts[index:]) if parts[0].lower() not in VERBS else ""
    return ""


def _without_words(parts: Sequence[str], tag: Sequence[str]) -> str:
    """Return the words around a tag of several words, if two are left: `list_Pod` of `listCoreV1Pod`."""
    wanted = [part.lower() for part in tag]
    for start in range(1, len(parts) - len(tag)):
        if len(tag) > 1 and [part.lower() for part in parts[start : start + len(tag)]] == wanted:
            rest = [*parts[:start], *parts[start + len(tag) :]]
            return "_".join(rest) if rest[start].lower() not in PREPOSITIONS else ""
    return ""


def _singular(text: str) -> str:
    return text.removesuffix("s")
