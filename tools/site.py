"""Build the documentation as a site: ``python -m tools.site`` writes ``build/site``."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from services.catalogue import SERVICES
from tools.api_docs import api_markdown

PROJECT: Final = Path(__file__).resolve().parent.parent
PAGES: Final = PROJECT / "build" / "site-pages"
_ROOT_PAGES: Final = ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md")
_CONFIGURATION: Final = """\
site_name: Reverse mentoring platform
docs_dir: site-pages
site_dir: site
theme:
  name: material
  features: [navigation.sections, content.code.copy]
markdown_extensions:
  - admonition
  - tables
  - toc:
      permalink: true
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
nav:
"""
_NAVIGATION: Final[dict[str, str | dict[str, str]]] = {
    "Home": "index.md",
    "Architecture": "architecture.md",
    "Glossary": "glossary.md",
    "Coordinators": {
        "Programmes": "programmes.md",
        "Matching": "matching.md",
        "Notification": "notification.md",
        "Training": "training.md",
        "Effect": "effect.md",
        "Webhooks": "webhooks.md",
        "Confidentiality": "confidentiality.md",
    },
    "Platform teams": {
        "Add a service": "extending.md",
        "Event kit": "messaging.md",
        "Events": "events.md",
        "Refusals": "refusals.md",
    },
    "Operations": {
        "Operating": "operating.md",
        "Security": "security.md",
        "Local stack": "devstack.md",
        "Chaos": "chaos.md",
    },
}


def collect() -> None:
    """Put all pages into one folder: the documents, those of the project's root, a page for each API."""
    shutil.rmtree(PAGES, ignore_errors=True)
    shutil.copytree(PROJECT / "docs", PAGES)
    (PAGES / "README.md").rename(PAGES / "index.md")
    for name in _ROOT_PAGES:
        shutil.copy(PROJECT / name, PAGES / name)
    shutil.copy(PROJECT / "LICENSE", PAGES / "LICENSE")
    (PAGES / "api").mkdir()
    for service in SERVICES:
        (PAGES / "api" / f"{service}.md").write_text(api_markdown(service), encoding="utf-8")
    for page in PAGES.rglob("*.md"):
        page.write_text(_with_links_inside(page), encoding="utf-8")
    (PAGES.parent / "mkdocs.yml").write_text(
        _CONFIGURATION + "\n".join(_navigation()) + "\n", encoding="utf-8"
    )


def _with_links_inside(page: Path) -> str:
    """Return the page's text with links as the site has them: the root's pages are beside the documents."""
    text = page.read_text(encoding="utf-8")
    if page.parent == PAGES:
        text = re.sub(r"\]\((?:\.\./|docs/)([^)]+)\)", r"](\1)", text)
        text = re.sub(r"\]\(README\.md\)", "](index.md)", text)
    return text


def _navigation() -> list[str]:
    lines = []
    for title, target in _NAVIGATION.items():
        if isinstance(target, str):
            lines.append(f"  - {title}: {target}")
        else:
            lines += [f"  - {title}:", *(f"      - {name}: {page}" for name, page in target.items())]
    lines += ["  - API:", *(f"      - {each.capitalize()}: api/{each}.md" for each in SERVICES)]
    decisions = sorted(page.name for page in (PAGES / "adr").glob("0*.md"))
    lines += ["  - Decisions:", "      - adr/README.md", *(f"      - adr/{name}" for name in decisions)]
    lines += ["  - Project:", *(f"      - {name}" for name in _ROOT_PAGES)]
    return lines


def main() -> int:
    """Collect the pages and build the site; returns the exit code."""
    collect()
    builder = str(Path(sys.executable).with_name("zensical"))
    command = [builder, "build", "--clean", "--strict", "--config-file", "mkdocs.yml"]
    return subprocess.run(command, cwd=PAGES.parent, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
