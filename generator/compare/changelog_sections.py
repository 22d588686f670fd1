"""Groups the changes of a range of commits into the sections of Keep a Changelog 1.1.0."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .changes import Change, Comparison, Level


class ChangelogSection(StrEnum):
    """The sections of an entry, in the order of Keep a Changelog."""

    ADDED = "Added"
    CHANGED = "Changed"
    DEPRECATED = "Deprecated"
    REMOVED = "Removed"
    FIXED = "Fixed"
    SECURITY = "Security"


@dataclass(frozen=True, slots=True)
class ChangelogEntry:
    """What one commit changed for one provider."""

    commit: str
    date: str
    comparison: Comparison
    corrected: bool = False
    """Whether only our own files changed, the overlay or `provider.toml`, not what the provider publishes."""

    @property
    def version(self) -> str:
        """The version that the description then had; for a removed description, its last version."""
        return self.comparison.new_version or self.comparison.old_version

    def sections(self) -> dict[ChangelogSection, list[Change]]:
        """Return the changes by section, the most severe first."""
        found: dict[ChangelogSection, list[Change]] = {section: [] for section in ChangelogSection}
        for change in self.comparison.changes:
            found[section_of(change, corrected=self.corrected)].append(change)
        return {section: changes for section, changes in found.items() if changes}


@dataclass(frozen=True, slots=True)
class History:
    """The entries of one provider, newest first."""

    provider: str
    entries: Sequence[ChangelogEntry]


_SECURITY = re.compile(r"\b(security|scope|credential|oauth|sunset-auth)")
_DEPRECATED = re.compile(r"\b(deprecat|sunset)")
_GONE = re.compile(r"-removed\b|-removed-|^removed-")
_NEW = re.compile(r"^new-|-added\b|^added-")


def section_of(change: Change, *, corrected: bool = False) -> ChangelogSection:
    """Return the section of a change."""
    rule = change.rule
    if _SECURITY.search(rule):
        return ChangelogSection.SECURITY
    if _GONE.search(rule) or (change.before and not change.after and change.level is not Level.DOCS):
        return ChangelogSection.REMOVED
    if _DEPRECATED.search(rule):
        return ChangelogSection.DEPRECATED
    if corrected and change.level is not Level.BREAKING:
        return ChangelogSection.FIXED
    if change.level is Level.SAFE and (_NEW.search(rule) or (change.after and not change.before)):
        return ChangelogSection.ADDED
    return ChangelogSection.CHANGED
