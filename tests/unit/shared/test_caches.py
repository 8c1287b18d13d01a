"""No cache grows with what people send: each has a bound, or its reason below."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[3]
ALLOWED = {
    "services/console/pages/common/markdown.py:_renderer": "takes no argument",
    "services/enrollment/domain/instruments.py:_instruments": "takes no argument",
    "services/enrollment/domain/instruments.py:style_scales": "takes no argument",
    "services/enrollment/domain/rows.py:_zones": "takes no argument",
    "services/enrollment/domain/terms.py:shipped_texts": "takes no argument",
    "services/enrollment/domain/training_texts.py:text_of": "one entry for each module and language",
    "services/matching/engine/pricing/passes.py:_libraries": "takes no argument",
    "shared/library/__init__.py:agendas": "one entry for each language of the product",
    "shared/library/__init__.py:resources": "one entry for each language of the product",
    "shared/runtime/certificates.py:trusted_certificates": "takes no argument",
    "shared/topics/__init__.py:_taxonomy": "takes no argument",
    "shared/schema/personal.py:personal_fields": "one entry for each contract",
    "shared/schema/visibility.py:_is_private_model": "one entry for each model",
}
"""Caches without a bound, and why they don't grow."""
_CHANGES = {"setdefault", "update", "add", "append", "extend", "insert", "__setitem__"}
_CONTAINERS = (ast.Dict, ast.List, ast.Set, ast.DictComp, ast.ListComp, ast.SetComp)
_MAKERS = {"dict", "list", "set", "defaultdict", "OrderedDict", "Counter", "deque"}
FILLED_AT_IMPORT = {
    "shared/schema/event_data.py:_BY_TYPE": "one entry for each contract",
    "shared/schema/upcasting.py:_STEPS": "one entry for each upcaster",
    "shared/schema/visibility.py:_STORED_NAMES": "the private fields of stored models",
    "shared/testing/browser.py:_colours_checked": "one entry for each page that tests visit",
}
"""Containers of modules that functions fill, and with what: never with what people send."""


@pytest.fixture(scope="module")
def modules() -> list[tuple[str, ast.Module]]:
    """Every module of the services and the shared code, by its path."""
    paths = [path for folder in ("services", "shared") for path in sorted((PROJECT / folder).rglob("*.py"))]
    return [(path.relative_to(PROJECT).as_posix(), ast.parse(path.read_text())) for path in paths]


def is_unbounded(decorator: ast.expr) -> bool:
    """Whether it is ``cache``, or an ``lru_cache`` without a limit."""
    called = isinstance(decorator, ast.Call)
    name = ast.unparse(decorator.func if called else decorator).rpartition(".")[2]
    if name == "cache":
        return True
    if name != "lru_cache" or not isinstance(decorator, ast.Call):
        return False
    sizes = [*decorator.args[:1], *(given.value for given in decorator.keywords if given.arg == "maxsize")]
    return any(isinstance(size, ast.Constant) and size.value is None for size in sizes)


def unbounded_caches(name: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if any(is_unbounded(decorator) for decorator in node.decorator_list):
                yield f"{name}:{node.name}"
        elif isinstance(node, ast.Call) and is_unbounded(node.func):
            yield f"{name}:{node.lineno}"


def growing_containers(name: str, tree: ast.Module) -> Iterator[str]:
    """Containers of the module itself that a function of it fills."""
    containers = {target for node in tree.body for target in assigned(node)}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            for node in ast.walk(function):
                if (filled := filled_by(node)) in containers:
                    yield f"{name}:{filled}"


def assigned(node: ast.stmt) -> Iterator[str]:
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    makes = isinstance(value, ast.Call) and ast.unparse(value.func).rpartition(".")[2] in _MAKERS
    if makes or isinstance(value, _CONTAINERS):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def filled_by(node: ast.AST) -> str | None:
    """The name that a statement puts something into."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        return ast.unparse(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGES:
        return ast.unparse(node.func.value)
    return None


def test_caches_have_a_bound_or_a_reason(modules):
    places = {cache for name, tree in modules for cache in unbounded_caches(name, tree)}
    assert places == set(ALLOWED)


def test_no_module_keeps_what_people_send(modules):
    places = {one for name, tree in modules for one in growing_containers(name, tree)}
    assert places == set(FILLED_AT_IMPORT)


def test_the_search_finds_what_it_looks_for():
    tree = ast.parse(
        "A: dict = {}\nB = defaultdict(list)\nC = {}\n"
        "@cache\ndef a(x): A[x] = 1\n"
        "@functools.lru_cache(maxsize=None)\ndef b(x): B.setdefault(x, 1)\n"
        "@lru_cache(None)\ndef c(x): return C[x]\n"
        "@lru_cache(maxsize=10)\ndef d(x): return x\n"
        "e = functools.cache(len)\n"
    )
    places = sorted(one.partition(":")[2] for one in unbounded_caches("m", tree))
    assert places == ["12", "a", "b", "c"]
    assert sorted(growing_containers("m", tree)) == ["m:A", "m:B"]
