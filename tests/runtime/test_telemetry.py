"""Traces and metrics, by the stable conventions of OpenTelemetry for HTTP clients."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from generator.runtime import (
    JSON,
    APIKey,
    AsyncClient,
    Client,
    Operation,
    Request,
    RequestError,
    RetryPolicy,
    StatusError,
    open_telemetry,
)

GET: Operation[Any] = Operation("GET", "/pets/{id}", security=[{"k": []}], responses={200: JSON(Any)})


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_span_for_each_attempt_and_one_histogram(asynchronous: bool) -> None:
    exporter, reader = InMemorySpanExporter(), InMemoryMetricReader()
    tracer_provider = TracerProvider()
    tracer_provider.add_span_processor(SimpleSpanProcessor(exporter))
    hooks = open_telemetry(tracer_provider=tracer_provider, meter_provider=MeterProvider([reader]))
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["traceparent"])
        return httpx.Response(503 if len(seen) == 1 else 200, json={})

    transport = httpx.MockTransport(answer)
    options: dict[str, Any] = {
        "base_url": "https://api.test:8443/v1",
        "hooks": hooks,
        "retries": RetryPolicy(first_pause=0),
        "credentials": {"k": APIKey("s3cret-key", "query", "key")},
    }
    request = Request(GET, path={"id": 7})
    if asynchronous:

        async def main() -> None:
            http = httpx.AsyncClient(transport=transport)
            await AsyncClient(http_client=http, **options).send(request)

        asyncio.run(main())
    else:
        Client(http_client=httpx.Client(transport=transport), **options).send(request)

    first, second = exporter.get_finished_spans()
    assert [span.name for span in (first, second)] == ["GET /pets/{id}"] * 2
    assert [span.kind.name for span in (first, second)] == ["CLIENT"] * 2
    assert dict(first.attributes or {}) == {
        "http.request.method": "GET",
        "server.address": "api.test",
        "server.port": 8443,
        "url.scheme": "https",
        "url.full": "https://api.test:8443/v1/pets/7",
        "url.template": "/pets/{id}",
        "http.response.status_code": 503,
        "error.type": "503",
    }
    assert first.status.status_code.name == "ERROR"
    assert dict(second.attributes or {})["http.request.resend_count"] == 1
    assert second.status.status_code.name == "UNSET"
    assert len(set(seen)) == 2
    data: Any = reader.get_metrics_data()
    [metric] = data.resource_metrics[0].scope_metrics[0].metrics
    assert (metric.name, metric.unit) == ("http.client.request.duration", "s")
    assert sum(point.count for point in metric.data.data_points) == 2


def test_the_span_of_a_call_without_response_is_an_error() -> None:
    exporter = InMemorySpanExporter()
    tracer_provider = TracerProvider()
    tracer_provider.add_span_processor(SimpleSpanProcessor(exporter))

    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("away")

    http = httpx.Client(transport=httpx.MockTransport(answer))
    hooks = open_telemetry(tracer_provider=tracer_provider)
    client = Client(base_url="http://api.test", http_client=http, hooks=hooks, max_retries=0)
    with pytest.raises(Exception, match="nothing was sent"):
        client.send(Request(Operation("GET", "/x", responses={200: JSON(Any)})))
    [span] = exporter.get_finished_spans()
    assert str((span.attributes or {})["error.type"]).endswith(".TransportError")


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "opentelemetry.metrics", None)
    with pytest.raises(RequestError, match="pip install opentelemetry-api"):
        open_telemetry()


def test_hooks_and_log_lines(caplog: pytest.LogCaptureFixture) -> None:
    from generator.runtime import Hooks

    told: list[str] = []
    hooks = Hooks(
        before_request=lambda attempt: told.append(f"before {attempt.number} {attempt.url}"),
        after_response=lambda attempt: told.append(f"after {attempt.status} {attempt.request_id}"),
        on_retry=lambda retry: told.append(f"retry {retry.number} {retry.status}"),
        on_deviation=lambda deviation: told.append(f"deviation {len(deviation.problems)}"),
    )
    answers = [httpx.Response(503), httpx.Response(200, json={"n": "7"}, headers={"X-Request-Id": "r-1"})]
    http = httpx.Client(transport=httpx.MockTransport(lambda _: answers.pop(0)))
    options: Any = {"hooks": hooks, "retries": RetryPolicy(first_pause=0)}
    caplog.set_level("INFO", logger="generator.runtime")
    operation: Operation[Any] = Operation("GET", "/x", responses={200: JSON(dict[str, int])})
    response = Client(base_url="http://a", http_client=http, **options).send(Request(operation, query={"q": "private"}))
    assert response.problems
    assert told == [
        *("before 0 http://a/x", "after 503 None", "retry 0 503", "before 1 http://a/x", "after 200 r-1"),
        f"deviation {len(response.problems)}",
    ]
    records = [record for record in caplog.records if record.name == "generator.runtime"]
    assert [record.levelname for record in records] == ["INFO", "WARNING", "INFO", "INFO"]
    last: Any = records[2]
    fields = (last.http_method, last.http_template, last.http_status, last.http_attempt, last.http_request_id)
    assert fields == ("GET", "/x", 200, 2, "r-1")
    assert "private" not in caplog.text


def test_an_error_of_a_hook_ends_the_call() -> None:
    from generator.runtime import Attempt, Hooks

    def refuse(attempt: Attempt) -> None:
        raise LookupError("mine")

    http = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, json={})))
    for hooks in (Hooks(before_request=refuse), Hooks(after_response=refuse)):
        with pytest.raises(LookupError, match="mine"):
            Client(base_url="http://a", http_client=http, hooks=hooks).send(
                Request(Operation("GET", "/x", responses={200: JSON(Any)}))
            )


def test_an_error_status_is_passed_to_the_hook_too() -> None:
    from generator.runtime import Attempt, Hooks

    seen: list[Attempt] = []
    http = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(404)))
    client = Client(base_url="http://a", http_client=http, hooks=Hooks(after_response=seen.append))
    with pytest.raises(StatusError):
        client.send(Request(Operation("GET", "/x", responses={200: JSON(Any)})))
    assert [attempt.status for attempt in seen] == [404]
