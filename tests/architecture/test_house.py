"""The house rules that no linter knows: lengths, first lines, names of rooms, imports of the cores, inline code."""

from __future__ import annotations

import ast
import importlib.util
import re
import runpy
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("agreements", "monitoring", "zielvereinbarung")
GENERATED = {"migrations", "__pycache__"}
MODULES = [path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py")) if not GENERATED & set(path.parts)]
TEMPLATES = [path for name in ("templates", *PACKAGES) for path in sorted((ROOT / name).rglob("*.html"))]
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}

# What a core may import besides the standard library; TextChoices in choices is its one breath of Django.
CORES = {
    "agreements": {"agreements.domain", "agreements.choices"},
    "monitoring": {"agreements.domain", "agreements.choices", "monitoring.domain", "monitoring.choices"},
}
INLINE = re.compile(r"""<script(?![^>]*\bsrc=)|<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:""", re.IGNORECASE)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.AST) -> list[str]:
    """Absolute names of the modules that a module imports anywhere, also inside functions."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            # `from agreements import choices` names a room, `from agreements.choices import Role` a thing in it.
            rooms = [f"{node.module}.{alias.name}" for alias in node.names]
            found += rooms if node.module in PACKAGES else [str(node.module)]
    return found


def test_every_file_is_short_and_says_what_lives_there():
    assert runpy.run_path(str(ROOT / "docs" / "tree.py"))["complaints"]() == []


def test_every_test_file_says_what_it_tests():
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("*.py"))}
    assert [
        named(path) for path, text in texts.items() if text.strip() and not ast.get_docstring(ast.parse(text))
    ] == []


def test_no_room_for_odds_and_ends():
    assert [named(path) for path in MODULES if path.stem in {"utils", "helpers", "common", "misc", "signals"}] == []


@pytest.mark.parametrize("package", CORES)
def test_cores_import_nothing_but_the_standard_library(package):
    strangers = [
        f"{named(path)}: {name}"
        for path in MODULES
        if path.is_relative_to(ROOT / package / "domain")
        for name in imports(TREES[path])
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not any(name == room or name.startswith(f"{room}.") for room in CORES[package])
    ]
    assert strangers == []


def test_every_import_is_absolute():
    relative = [
        named(path)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_no_star_imports():
    stars = [
        named(path)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    assert stars == []


def test_no_generic_foreign_keys():
    assert [named(path) for path in MODULES if "GenericForeignKey" in path.read_text(encoding="utf-8")] == []


def test_figures_are_never_floats():
    floats = [
        f"{named(path)}:{node.lineno}"
        for path, tree in TREES.items()
        if {"domain", "models", "services"} & set(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")
        or (isinstance(node, ast.Attribute) and node.attr == "FloatField")
    ]
    assert floats == []


def test_templates_hold_no_inline_code():
    inline = [
        f"{named(path)}: {found[0].strip()}"
        for path in TEMPLATES
        for found in INLINE.finditer(path.read_text(encoding="utf-8"))
    ]
    assert inline == []


@pytest.mark.parametrize(
    ("markup", "caught"),
    [
        ('<p style="color:red">', True),
        ("<script>x()</script>", True),
        ('<button onclick="x()">', True),
        ('<a href="javascript:x()">', True),
        ('<script type="module" src="/static/grid.js"></script>', False),
        ('<link rel="stylesheet" href="/static/app.css">', False),
        ("<p>Monat = 3, Version = 2</p>", False),
    ],
)
def test_inline_code_is_recognised(markup, caught):
    assert bool(INLINE.search(markup)) is caught


def test_the_driver_is_psycopg2():
    """psycopg 3 would win silently as soon as it can be imported."""
    from django.db.backends.postgresql.psycopg_any import is_psycopg3

    assert importlib.util.find_spec("psycopg") is None
    assert is_psycopg3 is False
