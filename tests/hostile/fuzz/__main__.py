"""Fuzz the reader of documents, or the stages behind it.

    python -m tests.hostile.fuzz [--inputs N] [--seed N] [--engine own|atheris|structure]

`own` mutates a corpus and keeps what made something new happen; `atheris` (not in the lock; its wheels are for some
versions of Python only) is led by coverage. `structure` makes documents of nearly the right structure, one in fifty as a
whole package. Exit status 1 at the first finding, which is printed and saved.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from importlib import import_module
from pathlib import Path

from .mutate import TOKENS, Corpus

FOUND = Path("build") / "fuzz"
"""Where an input that broke something is kept."""

SLOW = 5.0
"""Seconds that no small input may take."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.fuzz")
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--engine", choices=["own", "atheris", "structure"], default="own")
    options = parser.parse_args()
    if options.engine == "atheris":
        return atheris(options.inputs, options.seed)
    return (
        structure(options.inputs, options.seed) if options.engine == "structure" else own(options.inputs, options.seed)
    )


def structure(inputs: int, seed: int) -> int:
    from .structure import document, judge

    chosen = random.Random(seed)
    outcomes: set[str] = set()
    for number in range(1, inputs + 1):
        tree = document(chosen.randrange)
        text = json.dumps(tree)
        try:
            outcomes.add(judge(tree, whole=number % 50 == 0))
        except BaseException:
            FOUND.mkdir(parents=True, exist_ok=True)
            (FOUND / "structure.json").write_text(text)
            print(f"found: {FOUND / 'structure.json'}", file=sys.stderr)
            raise
    print(f"{inputs:,} documents, {len(outcomes)} different outcomes, nothing found")
    return 0


def one(data: bytes) -> str:
    """Judge one input; keep it where that fails."""
    from .judge import judge  # imported first by the engine, which may instrument what it imports

    start = time.process_time()
    try:
        signature = judge(data, "openapi.json" if data[:1] == b"{" else "openapi.yaml")
        assert time.process_time() - start < SLOW, "slow"
    except BaseException:
        FOUND.mkdir(parents=True, exist_ok=True)
        path = FOUND / hashlib.sha256(data).hexdigest()[:16]
        path.write_bytes(data)
        print(f"found: {path}", file=sys.stderr)
        raise
    return signature


def own(inputs: int, seed: int) -> int:
    corpus = Corpus(seed)
    for number in range(1, inputs + 1):
        data = corpus.next()
        corpus.tell(data, one(data))
        if number % 100_000 == 0:
            print(f"{number:,} inputs, {len(corpus.signatures)} different outcomes", flush=True)
    print(f"{inputs:,} inputs, {len(corpus.signatures)} different outcomes, nothing found")
    return 0


def atheris(inputs: int, seed: int) -> int:
    import atheris as engine

    with engine.instrument_imports(include=["generator"]):
        import_module("tests.hostile.fuzz.judge")
    folder = FOUND / "corpus"
    folder.mkdir(parents=True, exist_ok=True)
    for index, data in enumerate(Corpus(seed).inputs):
        (folder / f"seed-{index}").write_bytes(data)
    dictionary = FOUND / "tokens"
    dictionary.write_text("".join(f'"{_escaped(token)}"\n' for token in TOKENS), "ascii")
    options = [f"-runs={inputs}", f"-seed={seed + 1}", f"-dict={dictionary}", "-max_len=4000", "-timeout=20"]
    engine.Setup([sys.argv[0], *options, str(folder)], one)
    engine.Fuzz()
    return 0


def _escaped(token: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in token)


if __name__ == "__main__":
    sys.exit(main())
