"""The calls that the samples of a page make, for comparing them with the document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import samples
from .markdown import fences
from .reading import SampleCall
from .spec.merging import operations
from .text.page_examples import calls
from .text.targets import target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from .reading import Page
    from .samples.sample import Sample


def of_page(page: Page) -> Iterator[SampleCall]:
    """Yield the calls of all samples in fences."""
    return (call_of(sample) for sample in _fenced(page) if sample.url)


def of_operations(page: Page, document: Mapping[str, Any]) -> Iterator[SampleCall]:
    """Yield the calls of samples in fences that call one of the document's paths."""
    return of_paths(_fenced(page), [path for path, _ in operations(document)])


def of_paths(given: Iterable[Sample], paths: Sequence[str]) -> Iterator[SampleCall]:
    """Yield the calls of samples that call one of the paths.

    A page may show other calls in addition to its own, such as that of a token: those are no contradiction.
    """
    for sample in given:
        place = target(sample.url) if sample.url else None
        if place is not None and place.path and any(calls(sample, sample.method, path) for path in paths):
            yield call_of(sample)


def _fenced(page: Page) -> Iterator[Sample]:
    blocks = (samples.read_fence(fence) for fence in fences(page.text, page.first_line))
    return (sample for sample in blocks if sample is not None)


def call_of(sample: Sample) -> SampleCall:
    """Return the call of a sample, without its credentials."""
    headers = [(name.casefold(), _scheme(name, value)) for name, value in sample.headers]
    if sample.user:
        headers.append(("authorization", "basic"))
    named = tuple(dict.fromkeys(headers))
    return SampleCall(sample.language, sample.line, sample.method, sample.url, named, sample.media_type)


def _scheme(name: str, value: str) -> str:
    """Return the scheme of an `Authorization` header (RFC 9110, 11.4), empty for any other."""
    word, space, _ = value.partition(" ")
    return re.sub(r"\s", "", word).casefold() if name.casefold() == "authorization" and space else ""
