"""Logs calls by the standard library's `logging`: only what is listed here, so no header and no value."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .hooks import Attempt, Deviation, Retry

LOG = logging.getLogger(__name__.rpartition(".http.")[0])
"""Named after the package of the runtime. Nothing is printed unless the program sets up logging."""
LOG.addHandler(logging.NullHandler())


def wanted() -> bool:
    """Return whether the log has a line for each request."""
    return LOG.isEnabledFor(logging.INFO)


def attempted(attempt: Attempt) -> None:
    """Log a request and its outcome."""
    if not wanted():
        return
    result = str(attempt.status) if attempt.error is None else type(attempt.error).__name__
    seconds = round(attempt.seconds, 3)
    LOG.info(
        "%s %s: %s in %s s (attempt %d)",
        attempt.method,
        attempt.template,
        result,
        seconds,
        attempt.number + 1,
        extra={
            "http_method": attempt.method,
            "http_template": attempt.template,
            "http_status": attempt.status,
            "http_attempt": attempt.number + 1,
            "http_seconds": seconds,
            "http_request_id": attempt.request_id,
        },
    )


def retrying(retry: Retry) -> None:
    """Log that a request is sent again."""
    reason = str(retry.status) if retry.error is None else type(retry.error).__name__
    LOG.warning(
        "%s %s: %s, attempt %d in %.1f s",
        retry.method,
        retry.template,
        reason,
        retry.number + 2,
        retry.pause,
        extra={
            "http_method": retry.method,
            "http_template": retry.template,
            "http_status": retry.status,
            "http_attempt": retry.number + 1,
        },
    )


def deviated(deviation: Deviation) -> None:
    """Log that a response differs from what is declared."""
    LOG.info(
        "%s %s: %d problems with a response that was delivered",
        deviation.method,
        deviation.template,
        deviation.problems.total,
        extra={
            "http_method": deviation.method,
            "http_template": deviation.template,
            "http_status": deviation.status,
        },
    )
