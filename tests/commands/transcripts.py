"""What commands print and how they end, in scenarios: `python -m tests.commands.transcripts` writes the record.

A line that begins with `$` is a command, one with `>` goes to standard output, one with `!` to standard error.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from generator.cli import main

from .. import recording
from .scenarios import SCENARIOS

RECORD = Path(__file__).with_name("transcripts.txt")
_GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    **{f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}
_MOST = 600
"""Lines of one output that are recorded."""


def transcript(steps: tuple[object, ...]) -> list[str]:
    """Return what the steps of a scenario print, in a folder of their own."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as temporary, contextlib.chdir(temporary):
        folder = os.getcwd()
        for number, step in enumerate(steps):
            match step:
                case (str(name), str(text)):
                    Path(name).parent.mkdir(parents=True, exist_ok=True)
                    Path(name).write_text(text, "utf-8")
                    found.append(f"{name} is written")
                case (str(name), None):
                    Path(name).unlink()
                    found.append(f"{name} is removed")
                case str() if step.startswith("git "):
                    dated = {
                        f"GIT_{who}_DATE": f"2026-01-{number + 1:02} 12:00 +0000" for who in ("AUTHOR", "COMMITTER")
                    }
                    subprocess.run(step.split(" ", 3), check=True, capture_output=True, env=os.environ | _GIT | dated)
                    found.append(step)
                case str() if step.startswith("show "):
                    found += [
                        step,
                        *(f"> {line}" for line in _text(Path(step.removeprefix("show ")), folder).splitlines()),
                    ]
                case str():
                    found += _run(step, folder)
    return found


def _run(step: str, folder: str) -> Iterator[str]:
    command, _, given = step.partition(" < ")
    runner = CliRunner(env={"COLUMNS": "100", "NO_COLOR": "1"})
    done = runner.invoke(main, command.split(), input=given or None, prog_name="clientwright")
    yield f"$ {step}"
    for mark, text in ((">", done.stdout), ("!", done.stderr)):
        lines = _same(text, folder).splitlines()
        yield from (f"{mark} {line}" for line in lines[:_MOST])
        if len(lines) > _MOST:
            yield f"{mark} and {len(lines) - _MOST} lines more"
    if done.exit_code:
        yield f"exit status {done.exit_code}"
    if done.exception and not isinstance(done.exception, SystemExit):
        yield f"{type(done.exception).__name__}: {_same(str(done.exception), folder)}"


def _text(path: Path, folder: str) -> str:
    if not path.exists():
        return "there is no such file"
    if path.is_dir():
        return "\n".join(
            sorted(
                one.relative_to(path).as_posix()
                for one in path.rglob("*")
                if one.is_file() and one.suffix != ".pyc" and "_runtime" not in one.parts
            )
        )
    return _same(path.read_text("utf-8"), folder)


def _same(text: str, folder: str) -> str:
    """Return a text without what differs from run to run: the folder, times, the day, digests of commits."""
    text = text.replace(folder, "FOLDER").replace(Path(folder).name, "FOLDER")
    text = re.sub(r"\b\d+(\.\d+)? (s|ms)\b", "N s", text)
    # A row of a table: what a package has of the runtime, and the seconds, are not what the record is about.
    text = re.sub(r"(?m)^(\w+ +\d+ +\d+ +|_runtime +)(\d+)( +\d+)( +)\d+\.\d\d\b", _row, text)
    text = re.sub(r"(\.(?:whl|tar\.gz)  )[\d,]+ bytes", r"\1N bytes", text)
    text = re.sub(r'(\.(?:whl|tar\.gz)": )\d+', r"\1N", text)
    text = re.sub(r'("seconds": )[\d.e-]+', r"\1N", text)
    text = re.sub(r"\b\d{4}-\d\d-\d\d\b(?=\"|$)", "DAY", text)
    return re.sub(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b", "DIGEST", text)


def _row(row: re.Match[str]) -> str:
    return f"{row[1]}{row[2] if len(row[2]) == 1 else 'N'}{row[3]}{row[4]}N"


def cases() -> Iterator[tuple[str, list[str]]]:
    """Yield the transcripts of all scenarios."""
    for name, steps in SCENARIOS.items():
        yield name, transcript(steps)


if __name__ == "__main__":
    recording.main(RECORD, cases())
