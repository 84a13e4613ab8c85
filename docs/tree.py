"""Writes the tree into docs/architecture.md from the first line of every file; keeps watch over lines and lengths."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "architecture.md"
FOLDERS = ("agreements", "monitoring", "zielvereinbarung", "templates")
KINDS = {".py", ".html", ".css", ".js"}
NOT_OURS = {"__pycache__", "vendor", "migrations"}  # generated, or written by somebody else
LONGEST = {".py": 300, ".html": 120}
BEGIN, END = "<!-- tree -->", "<!-- /tree -->"
# The opening comment of a template, a stylesheet, a module; {# … #} may stand before {% extends %}.
COMMENTS = {
    ".html": re.compile(r"\s*\{#\s*(.+?)\s*#\}"),
    ".css": re.compile(r"\s*/\*+\s*(.+?)\s*(?:\*/|$)", re.MULTILINE),
    ".js": re.compile(r"\s*(?://|/\*+)\s*(.+?)\s*(?:\*/|$)", re.MULTILINE),
}


def files(root: Path = ROOT) -> Iterator[Path]:
    """The files of the house in the order of the tree; empty __init__.py are walls, not rooms."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*"), key=lambda path: (path.parent.parts, path.name)):
            ours = path.suffix in KINDS and path.is_file() and not NOT_OURS & set(path.relative_to(root).parts)
            if ours and (path.name != "__init__.py" or path.read_text(encoding="utf-8").strip()):
                yield path


def first_line(path: Path) -> str:
    """What the file says lives in it; empty if it says nothing. A Python file that does not parse says nothing."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        try:
            return (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]
        except SyntaxError:
            return ""
    found = COMMENTS[path.suffix].match(text)
    return found[1] if found else ""


def complaints(root: Path = ROOT) -> list[str]:
    """One sentence for each file that is too long or does not say what lives there."""
    found = []
    for path in files(root):
        name = path.relative_to(root).as_posix()
        lines = len(path.read_text(encoding="utf-8").splitlines())
        longest = LONGEST.get(path.suffix, lines)
        if lines > longest:
            found.append(f"{name}: {lines} Zeilen, höchstens {longest}")
        if not first_line(path):
            found.append(f"{name}: die erste Zeile sagt nicht, was hier wohnt")
    return found


def tree(root: Path = ROOT) -> str:
    """The tree as a block of text: a line for each folder, below it its files with their first lines."""
    lines: list[str] = []
    folder = None
    for path in files(root):
        if path.parent != folder:
            folder = path.parent
            lines += ["", f"{folder.relative_to(root).as_posix()}/"]
        lines.append(f"  {path.name:<22} {first_line(path)}".rstrip())
    return "\n".join(["```", *lines[1:], "```"])


def inserted(text: str, block: str) -> str:
    """The document with the block between its two markers; SystemExit if it does not hold both."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{DOCUMENT.name}: {BEGIN} und {END} fehlen.")
    return f"{before}{begin}\n{block}\n{end}{after}"


def main(arguments: list[str]) -> int:
    """Without arguments writes; with --check changes nothing and returns 1 if something is to be done."""
    found = complaints()
    text = DOCUMENT.read_text(encoding="utf-8")
    current = inserted(text, tree())
    if "--check" not in arguments:
        DOCUMENT.write_text(current, encoding="utf-8")
    elif current != text:
        found.append("docs/architecture.md: der Baum ist veraltet; `make tree` schreibt ihn neu")
    print("\n".join(found) or "Baum, Längen und erste Zeilen: in Ordnung.")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
