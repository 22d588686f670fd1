"""Changes of a module's text: characters, lines, blocks and pieces of texts in other places."""

from __future__ import annotations

import random

_PIECES = (
    *("#", "\\", "\n", "\n\n", "\n\n\n", "    ", "\t", "\f", " ", '"', "'", '"""', ",", "(", ")", "[", "]", "{", "}"),
    *(":", "=", ";", "*", "**", "|", "->", "@x\n", "class ", "def ", "async ", "await ", "return ", "lambda: ", "or "),
    *("evil()", "import os", "self", "None", ".data", "models.", "_", "1", "0x", "a", "str", "list", "builtins."),
    *(": int", " = 1", "=1", ", a: int", "if x"),
)


def mutant(text: str, rng: random.Random) -> str:
    """Return the text with one change, drawn at random."""
    start = rng.randrange(len(text))
    end = start + rng.choice((1, 1, 1, 2, 3, 5, 10, 40))
    blocks = text.split("\n\n")
    lines = text.split("\n")
    line, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(11):
        case 0:
            return text[:start] + text[end:]
        case 1 | 2:
            return text[:start] + rng.choice(_PIECES) + text[start:]
        case 3:
            return text[:start] + rng.choice(_PIECES) + text[end:]
        case 4:
            return text[:end] + text[start:end] + text[end:]
        case 5:
            lines[line], lines[other] = lines[other], lines[line]
            return "\n".join(lines)
        case 6:
            return "\n".join(lines[:line] + lines[line + 1 :])
        case 7:
            return "\n".join([*lines[:line], lines[other], *lines[line:]])
        case 8:
            return f"{text[:start]}\n\n{rng.choice(blocks)}\n\n{text[start:]}"
        case 9:
            return _moved(blocks, rng)
        case _:
            return _in_a_docstring(text, rng.choice(blocks), rng)


def _moved(blocks: list[str], rng: random.Random) -> str:
    block = rng.choice(blocks)
    if rng.random() < 0.5:
        blocks.remove(block)
    blocks.insert(rng.randrange(len(blocks) + 1), block)
    return "\n\n".join(blocks)


def _in_a_docstring(text: str, block: str, rng: random.Random) -> str:
    """Return the text with a block within or behind one of its docstrings, perhaps between quotes."""
    quotes = [place for place in range(len(text)) if text.startswith('"""', place)]
    if not quotes:
        return text + block
    place = rng.choice(quotes) + 3
    before, after = rng.choice(("", 'x"""\n', "\n\n")), rng.choice(("", "\n\n", '\n    """', '"""'))
    return text[:place] + before + block + after + text[place:]
