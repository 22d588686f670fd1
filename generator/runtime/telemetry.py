"""Traces and metrics for OpenTelemetry, by its stable conventions for HTTP clients. Needs `opentelemetry-api`.

A span of kind CLIENT for each attempt, named `{method} {template}`; `http.request.resend_count` from the second attempt
on; the histogram `http.client.request.duration` in seconds. No query, header or body is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from .errors import RequestError, is_error
from .http.hooks import Attempt, Hooks

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY"})
_BOUNDARIES = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
_PARTS = ("metrics", "propagate", "trace")
_PORTS = {"http": 80, "https": 443}
_SPAN = "open_telemetry.span"


def open_telemetry(*, tracer_provider: Any = None, meter_provider: Any = None, propagate: bool = True) -> Hooks:
    """Return hooks that record each request: `client.with_options(hooks=open_telemetry())`.

    Without providers the global ones are used. `propagate` adds the trace context to the headers of requests. Raises
    `RequestError` if `opentelemetry-api` is not installed.
    """
    try:
        metrics, propagation, trace = (import_module(f"opentelemetry.{name}") for name in _PARTS)
    except ImportError:
        raise RequestError("`open_telemetry` needs a package: pip install opentelemetry-api") from None
    tracer: Any = trace.get_tracer("clientwright", tracer_provider=tracer_provider)
    meter: Any = metrics.get_meter("clientwright", meter_provider=meter_provider)
    duration = meter.create_histogram(
        "http.client.request.duration",
        unit="s",
        description="Duration of HTTP client requests.",
        explicit_bucket_boundaries_advisory=list(_BOUNDARIES),
    )
    recorder = _Recorder(tracer, duration, trace, propagation if propagate else None)
    return Hooks(before_request=recorder.start, after_response=recorder.end)


@dataclass(frozen=True, slots=True)
class _Recorder:
    """Starts a span before a request and ends it after the response."""

    tracer: Any
    duration: Any
    trace: Any
    propagation: Any

    def start(self, attempt: Attempt) -> None:
        attributes = {**_common(attempt), "url.full": attempt.url}
        if attempt.number:
            attributes["http.request.resend_count"] = attempt.number
        if attempt.method not in _METHODS:
            attributes["http.request.method_original"] = attempt.method
        name = f"{attempt.method if attempt.method in _METHODS else 'HTTP'} {attempt.template}"
        span = self.tracer.start_span(name, kind=self.trace.SpanKind.CLIENT, attributes=attributes)
        attempt.notes[_SPAN] = span
        if self.propagation is not None:
            carrier: dict[str, str] = {}
            self.propagation.inject(carrier, context=self.trace.set_span_in_context(span))
            for header, value in carrier.items():
                attempt.headers[header] = value

    def end(self, attempt: Attempt) -> None:
        outcome: dict[str, Any] = {}
        if attempt.status is not None:
            outcome["http.response.status_code"] = attempt.status
        problem = _error_type(attempt)
        if problem is not None:
            outcome["error.type"] = problem
        span = attempt.notes.pop(_SPAN)
        span.set_attributes(outcome)
        if problem is not None:
            span.set_status(self.trace.StatusCode.ERROR)
        span.end()
        self.duration.record(attempt.seconds, {**_common(attempt), **outcome})


def _common(attempt: Attempt) -> dict[str, Any]:
    """Return the attributes that spans and metrics share, known before the request."""
    url = urlsplit(attempt.url)
    return {
        "http.request.method": attempt.method if attempt.method in _METHODS else "_OTHER",
        "server.address": url.hostname or "",
        "server.port": url.port or _PORTS.get(url.scheme, 0),
        "url.scheme": url.scheme,
        "url.template": attempt.template,
    }


def _error_type(attempt: Attempt) -> str | None:
    if attempt.error is not None:
        kind = type(attempt.error)
        return f"{kind.__module__}.{kind.__qualname__}"
    return str(attempt.status) if attempt.status is not None and is_error(attempt.status) else None
