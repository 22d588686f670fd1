"""`drift`: differences between pages, samples and document, as diagnostics, and overlay actions that resolve them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..config import Settings
from ..diagnostics import Diagnostic, Location, Report, Severity
from ..document.document import is_within
from ..document.loader import corrected
from ..normalize.examples import examples
from ..normalize.normalize import normalize
from ..pages.drift import Drift, DriftSubject, drifts, suggestions
from ..pages.drift.payloads import of_document
from ..pages.spec.examples import payloads
from ..pages.spec.merging import Merged, merged
from ..pages.spec.subject import with_files
from .importing import folder as folders
from .importing.prepared import prepared
from .job import Job, read
from .workspace import OVERLAY

if TYPE_CHECKING:
    from ..artifacts import Inputs
    from ..config import Acceptance, AcceptedWarning
    from ..document.document import Document
    from .importing.folder import State
    from .workspace import Workspace

STALE = "drift-stale"
"""The code of a finding about an overlay action that does nothing any more."""
_UNUSED = "unused-setting"
_MOST_PLACES = 4
_STALE_CODES = frozenset({"overlay-no-match", "overlay-already-fulfilled"})


@dataclass(frozen=True, slots=True)
class DriftFindings:
    """The drift of one provider: open differences, and how many provider.toml accepts."""

    provider: str
    open: tuple[Drift, ...] = ()
    notes: tuple[Drift, ...] = ()
    accepted: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    """Errors that prevented the search, stale overlay actions, and acceptances that match nothing."""

    @property
    def differs(self) -> bool:
        """Whether there is a difference that nobody has accepted."""
        return bool(self.open or self.diagnostics)


def drift(workspace: Workspace, provider: str) -> DriftFindings:
    """Return the drift of a provider."""
    report = Report()
    found = _all(workspace, provider, report)
    if found is None:
        return DriftFindings(provider, diagnostics=tuple(report))
    every, settings = found
    left, accepted = judged(every, settings, report)
    stale = tuple(one for one in report if one.severity is Severity.ERROR or one.code in (STALE, _UNUSED))
    return DriftFindings(
        provider,
        tuple(one for one in left if not one.note),
        tuple(one for one in left if one.note),
        accepted,
        stale,
    )


def found_drift(workspace: Workspace, provider: str, report: Report) -> Sequence[Drift]:
    """Return the differences that provider.toml does not accept, for `import`."""
    own = Report()
    found = _all(workspace, provider, own)
    if found is None:
        report.extend(own)
        return ()
    return judged(*found, own)[0]


def _all(workspace: Workspace, provider: str, report: Report) -> tuple[Sequence[Drift], Settings] | None:
    subject = workspace.subject(provider, report)
    state = folders.state(workspace.specs / provider, report)
    inputs = read(Job(subject), report) if subject else None
    if subject is None or state is None or inputs is None:
        return None
    document = _corrected(inputs.source.main, inputs.overlay, report)
    given = [prepared(one, state.path) for one in folders.kept(state, report)]
    made = merged([one.reading for one in given]) if given else Merged({}, ())
    found = with_files(payloads(made, state.examples), state.examples)
    files = {name: (state.path / "examples" / name).as_posix() for name in state.examples}
    compared = drifts(DriftSubject(document.tree, made, found, files, document.where))
    return [*compared, *_of_document(inputs, compared)], inputs.settings


def _of_document(inputs: Inputs, known: Sequence[Drift]) -> Sequence[Drift]:
    """Return the drift of the examples that the document itself has, those left out that pages show as well."""
    report = Report()
    source = corrected(inputs.source, inputs.overlay, report, inputs.settings.limits)
    canonical = normalize(source, report, keep_going=True)
    if canonical is None:
        return ()
    told = {(one.code, one.pointer, one.at) for one in known}
    found = of_document(canonical.tree, examples(canonical.tree, None, Report(), canonical.origins))
    return [one for one in found if (one.code, one.pointer, one.at) not in told]


def _corrected(document: Document, overlay: Document | None, report: Report) -> Document:
    """Return the document with its overlay applied; actions without effect become findings."""
    if overlay is None:
        return document
    from ..document.overlay import apply

    own = Report()
    made = apply(document, overlay, own)
    for one in own:
        if one.code in _STALE_CODES:
            message = f"{one.message} (the overlay is behind upstream)"
            report.warning(STALE, message, one.where)
        elif one.severity is Severity.ERROR:
            report.error(one.code, one.message, one.where)
    return made


def judged(every: Sequence[Drift], settings: Settings, report: Report) -> tuple[list[Drift], int]:
    """Return the drift that no `[[accept]]` covers, and how much is accepted; warn of acceptances that
    match nothing.
    """
    ours = [one for one in settings.accepted if one.code.startswith("drift-")]
    used: set[AcceptedWarning] = set()
    used_payloads: set[Acceptance] = set()
    left: list[Drift] = []
    for one in every:
        covering = [entry for entry in ours if _covers(entry, one)]
        payloads = [entry for entry in settings.accept if entry.example == one.example and entry.pointer == one.at]
        used.update(covering)
        used_payloads.update(payloads)
        if not covering and not (payloads and one.example):
            left.append(one)
    for entry in ours:
        if entry not in used:
            place = f" at `{entry.pointer}`" if entry.pointer is not None else ""
            report.warning(_UNUSED, f"there is no drift {entry.code!r}{place}: delete this acceptance", entry.where)
    return left, len(every) - len(left)


def _covers(entry: AcceptedWarning, one: Drift) -> bool:
    """Return whether an acceptance is about a difference: at its place, below it, or everywhere."""
    return entry.code == one.code and (entry.pointer is None or is_within(one.pointer, entry.pointer))


def diagnostic(one: Drift, document: str, where: Location | None = None) -> Diagnostic:
    """Return a drift as a diagnostic: the place in the document, the difference, and the places on the other side."""
    others = ", ".join(
        f"{place.file}:{place.line}" if place.line else place.file for place in one.places[:_MOST_PLACES]
    )
    more = f" and {len(one.places) - _MOST_PLACES} more" if len(one.places) > _MOST_PLACES else ""
    message = f"{one.text}{f' [{others}{more}]' if others else ''}"
    return Diagnostic(Severity.WARNING, one.code, message, where or Location(document, pointer=one.pointer))


def acceptance(one: Drift) -> str:
    """Return the `[[accept]]` block for a drift, to paste into provider.toml."""
    from ..pages.spec import toml_text

    if one.example:
        return toml_text.table("[[accept]]", {"example": one.example, "pointer": one.at, "reason": "…"})
    return toml_text.table("[[accept]]", {"code": one.code, "pointer": one.pointer, "reason": "…"})


def suggest(state: State, found: DriftFindings) -> list[str]:
    """Write the actions that would resolve the drift into overlay.yaml, commented out; return the changed files."""
    texts = suggestions.actions(found.open)
    held = state.overlay or ""
    new = [text for text in texts if suggestions.commented([text]) not in held]
    if not new:
        return []
    if not held:
        whole = suggestions.header(state.path.name) + "".join(new)
        text = f"{suggestions.BEGIN}\n{suggestions.commented([whole])}"
    else:
        begin = "" if suggestions.BEGIN in held else f"{suggestions.BEGIN}\n"
        text = f"{held.rstrip()}\n{begin}{suggestions.commented(new)}"
    return folders.write(state.path, {OVERLAY: text})


def located(workspace: Workspace, found: DriftFindings, *, notes: bool) -> list[Diagnostic]:
    """Return the drift of a provider as diagnostics, with lines of its document."""
    report = Report()
    subject = workspace.subject(found.provider, report)
    inputs = read(Job(subject), report) if subject else None
    if subject is None or inputs is None:
        return list(found.diagnostics)
    document = _corrected(inputs.source.main, inputs.overlay, Report())
    every = (*found.open, *(found.notes if notes else ()))
    lines = [diagnostic(one, str(subject.document), document.where(one.pointer)) for one in every]
    return [*found.diagnostics, *lines]


def to_object(one: Drift) -> dict[str, object]:
    """Return a drift as a JSON object."""
    action = one.action
    made: dict[str, object] = {
        "code": one.code,
        "pointer": one.pointer,
        "message": one.text,
        "places": [{"file": place.file, "line": place.line} for place in one.places],
    }
    if one.example:
        made |= {"example": one.example, "at": one.at}
    if action is not None:
        made["action"] = {"target": action.target, **({"remove": True} if action.remove else {"update": action.update})}
    return made
