"""Patches like a tired engineer's: each looks sensible, each is wrong, and some test must say so.

`old` occurs once in its file.
"""

from __future__ import annotations

from .patch import Patch

PATCHES: tuple[Patch, ...] = (
    # -- redirects, retries, deadlines ------------------------------------------------------------------------------
    Patch(
        "runtime/http/redirects.py",
        'if url is None or (outgoing.url.scheme == "https" and url.scheme != "https"):',
        "if url is None:",
    ),
    Patch("runtime/http/redirects.py", 'if ".." in re.split', 'if ".." == re.split'),
    Patch("runtime/http/redirects.py", "and not found.userinfo", ""),
    Patch(
        "runtime/http/redirects.py",
        'return path == prefix or path.startswith(f"{prefix}/")',
        "return path.startswith(prefix)",
    ),
    Patch("runtime/http/redirects.py", "if not same_origin(url, root):", "if url.host != root.host:"),
    Patch("runtime/http/redirects.py", 'if allowed != "anywhere" or not safe:', 'if allowed != "anywhere":'),
    Patch("runtime/http/retries.py", '"TRACE", "PUT", "DELETE", "QUERY"', '"TRACE", "PUT", "PATCH", "DELETE", "QUERY"'),
    Patch("runtime/http/retries.py", "return max(found, default=None)", "return min(found, default=None)"),
    Patch("runtime/http/retries.py", "return [max(0.0, (moment", "return [abs((moment"),
    Patch("runtime/http/retries.py", "self._calls -= gone.calls", "self._calls = gone.calls"),
    Patch("runtime/http/retries.py", "if number >= _EPOCH_MILLISECONDS:\n        number /= 1000", ""),
    Patch(
        "runtime/http/retries.py",
        "moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)",
        "moment = moment if moment.tzinfo else moment.astimezone()",
    ),
    Patch(
        "runtime/http/retries.py",
        "if self.attempt + 1 >= self.policy.attempts",
        "if self.attempt >= self.policy.attempts",
    ),
    Patch("runtime/http/retries.py", "if asked > self.policy.longest_retry_after:\n            return None", ""),
    Patch(
        "runtime/http/retries.py",
        "if self.deadline is not None and time.monotonic() + pause >= self.deadline:",
        "if self.deadline is not None and time.monotonic() >= self.deadline:",
    ),
    Patch(
        "runtime/http/exchange.py",
        "                yield Close(response)\n            except TransportError",
        "            except TransportError",
    ),
    Patch(
        "runtime/http/exchange.py",
        "            yield Close(response)\n            outgoing = following",
        "            outgoing = following",
    ),
    Patch(
        "runtime/http/exchange.py",
        "                    if (yield from self._renew(outgoing)):\n                        yield Close(response)\n",
        "                    if (yield from self._renew(outgoing)):\n",
    ),
    Patch("runtime/http/exchange.py", "and not renewed and not _spent(outgoing)", "and not _spent(outgoing)"),
    Patch(
        "runtime/http/retries.py",
        "if not error.transient or (error.sent and not self.repeatable):",
        "if not error.transient:",
    ),
    Patch("runtime/http/exchange.py", 'return response, b""\n', "return response, (yield from self._body(response))\n"),
    Patch(
        "runtime/http/exchange.py",
        "        except Exception:\n            yield Close(response)\n            raise\n        return response",
        "        except Exception:\n            raise\n        return response",
    ),
    Patch(
        "runtime/http/transmission.py",
        "return {name: left if value is None else min(value, left)",
        "return {name: left if value is None else value",
    ),
    Patch(
        "runtime/http/transmission.py",
        'text = f"{type(error).__name__}: {error}"[:_EXAMINED]',
        'text = f"{type(error).__name__}: {error}"[:_SHOWN]',
    ),
    Patch(
        "runtime/http/idempotency.py",
        "value = options.idempotency_key\n        if value is None:",
        "value = options.idempotency_key\n        if not value:",
    ),
    Patch("runtime/http/idempotency.py", 'return bool(headers.get(name, "").strip())', "return name in headers"),
    Patch("runtime/http/idempotency.py", 'b"" if rest.startswith(b"}") else b","', 'b","'),
    # -- parameters and bodies --------------------------------------------------------------------------------------
    Patch(
        "runtime/wire/parameters.py",
        "if is_sent(value, style):\n            pairs.extend(_query_pairs",
        "if value or style.nullable:\n            pairs.extend(_query_pairs",
    ),
    Patch(
        "runtime/wire/parameters.py", "if value[:1] in _BLANKS or value[-1:] in _BLANKS:", "if value[:1] in _BLANKS:"
    ),
    Patch(
        "runtime/wire/parameters.py",
        '_TRIPLE = re.compile(r"(%[0-9A-Fa-f]{2})")',
        '_TRIPLE = re.compile(r"(%[0-9A-F]{2})")',
    ),
    Patch("runtime/wire/parameters.py", "enumerate(item for item in value if item is not None)", "enumerate(value)"),
    Patch("runtime/wire/parameters.py", 'equals = "=" if explode else separator', 'equals = "="'),
    Patch("runtime/wire/paths.py", 're.sub("%2[eE]", ".", value)', "value"),
    Patch(
        "runtime/wire/paths.py", 'return f";{name}={written}" if written else f";{name}"', 'return f";{name}={written}"'
    ),
    Patch("runtime/wire/forms.py", "keep_blank_values=True", "keep_blank_values=False"),
    Patch(
        "runtime/wire/forms.py",
        'if value is None and not (encoding.content_type is not None and "json" in encoding.content_type):\n        return []',
        "if value is None:\n        return []",
    ),
    Patch("runtime/wire/multipart.py", '.replace("\\n", "%0A")', ""),
    Patch(
        "runtime/wire/multipart.py",
        "kind = file.content_type or _declared_type(encoding, filename)",
        "kind = _declared_type(encoding, filename) or file.content_type",
    ),
    Patch(
        "runtime/wire/multipart.py",
        "if guessed is not None and any(_within(guessed, kind) for kind in declared):",
        "if guessed is not None:",
    ),
    # -- responses --------------------------------------------------------------------------------------------------
    Patch(
        "runtime/http/response.py",
        'redact(content[:_EXAMINED].decode("utf-8", errors="replace")), _EXCERPT)\n        said',
        'redact(content[:_EXCERPT].decode("utf-8", errors="replace")), _EXCERPT)\n        said',
    ),
    Patch(
        "runtime/http/response.py",
        'or self._errors.get(status_range(status)) or self._errors.get("default")',
        'or self._errors.get("default") or self._errors.get(status_range(status))',
    ),
    Patch(
        "runtime/http/response.py",
        "        if successes:\n            return (*(codec",
        "        if successes and others is None:\n            return (*(codec",
    ),
    Patch("runtime/http/response.py", 'if not codecs or method == "HEAD":', "if not codecs:"),
    Patch(
        "runtime/http/response.py",
        'if isinstance(codec, JSON) and "*" not in wanted and kind.endswith',
        "if isinstance(codec, JSON) and kind.endswith",
    ),
    Patch("runtime/streams/saving.py", "self._partial.unlink(missing_ok=True)", "pass"),
    # -- schemas ----------------------------------------------------------------------------------------------------
    Patch(
        "schema/all_of.py",
        'elif member is False:\n                parts.append({"not": {}})',
        "elif member is False:\n                pass",
    ),
    Patch(
        "schema/all_of.py",
        "if key in annotations and key not in own and len(parts) > 1:",
        "if key in annotations and key not in own and len(parts) > 9:",
    ),
    Patch(
        "schema/all_of.py",
        'required = [one for one in own.get("required", ()) if one not in theirs or one in properties]',
        'required = [one for one in own.get("required", ()) if one in properties]',
    ),
    Patch("schema/all_of.py", "not properties.keys() >= set(required)", "False"),
    Patch(
        "schema/disjoint.py",
        "seen[kind] = None if values is None or others is None else values | others",
        "seen[kind] = values",
    ),
    Patch("schema/disjoint.py", '"number" if kind == "integer" else kind: None', "kind: None"),
    Patch(
        "schema/json_types.py",
        "return not isinstance(value, bool) and isinstance(value, int | float) and value == math.floor(value)",
        "return isinstance(value, int | float) and value == math.floor(value)",
    ),
    Patch(
        "schema/hoist.py",
        "if json_equal(self.components[declared], schema) and",
        "if self.components[declared] == schema and",
    ),
    Patch(
        "schema/hoist.py",
        'return {"type": "null", **annotations}\n        nullable',
        "return {**annotations}\n        nullable",
    ),
    Patch(
        "schema/hoist.py",
        "return with_null(ref) if nullable else ref\n\n    def _provisional",
        "return ref\n\n    def _provisional",
    ),
    Patch("schema/deduplicate.py", "if not ref or ref not in refs:", "if ref not in refs:"),
    Patch("schema/deduplicate.py", "node.update(with_null(only) if len(kept) > 1 else only)", "node.update(only)"),
    # -- names ------------------------------------------------------------------------------------------------------
    Patch(
        "naming/allocate.py", "if len(used) == len(given) and used.isdisjoint(taken):", "if len(used) == len(given):"
    ),
    Patch("naming/allocate.py", "used = set(taken)\n", "used: set[str] = set()\n"),
    Patch(
        "naming/allocate.py",
        "(request.rank, request.wire != request.first.name, symbols",
        "(request.rank, request.wire == request.first.name, symbols",
    ),
    Patch("naming/published.py", "if published is None or request.rank < RANK:", "if published is None:"),
    Patch(
        "naming/published.py",
        "found = next((one for one in request.more() if one.name == published), None)\n    if found is None:\n        return request",
        "found = next((one for one in request.more() if one.name == published), Candidate(published))",
    ),
    Patch("naming/operation_names.py", 'taken = {"self", builder,', 'taken = {"self",'),
    Patch("naming/operation_names.py", "if any(one.location == parameter.location for one in rivals):", "if rivals:"),
)
