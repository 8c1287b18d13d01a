"""The report: counts and verdicts, for people and as JSON."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from chaos.history import Evidence
from chaos.platform import Platform
from chaos.result import RunResult
from chaos.verdict import Verdict

_SHOWN: Final = 20
"""The most violations listed for a rule; the others are counted."""


def make_report(
    result: RunResult,
    evidence: Evidence,
    verdicts: Mapping[str, Verdict],
    *,
    seed: int,
    platform: Platform,
) -> dict[str, Any]:
    """Return the report of a run as JSON."""
    log, driver = result.log, result.driver
    facts = Counter(event.fact for event in evidence.events)
    return {
        "holds": all(verdict.holds for verdict in verdicts.values()),
        "run": {"faults": result.goal.faults, "seed": seed, "broker": platform.addresses.broker},
        "incidents": dict(sorted(driver.done.items())),
        "incidents_skipped": driver.skipped,
        "starts_repeated": driver.failed_starts,
        "commands": {
            "accepted": len(log.accepted),
            "by_kind": dict(sorted(log.kinds.items())),
            "refused": dict(sorted(log.refused.items())),
            "unanswered": len(log.unanswered),
            "requests": log.sent,
            "requests_repeated": log.repeats,
            "trouble": dict(sorted(log.trouble.items())),
        },
        "hostile": {
            "records": len(evidence.hostile),
            "dead_letters": sum(len(evidence.hostile_letters(name)) for name in evidence.reacts),
            "requests": sum(result.attacks.values()),
            "answers": dict(sorted(result.attacks.items())),
        },
        "events": {
            "distinct": len(evidence.events),
            "records": len(evidence.records),
            "published_twice": len(evidence.records) - len(evidence.events),
            "inbox_rows": sum(len(evidence.table(name, "inbox")) for name in evidence.reacts),
            "by_fact": dict(sorted(facts.items())),
        },
        "seconds_to_rest": round(result.rest_seconds, 1),
        "rules": {name: _rule(verdict) for name, verdict in verdicts.items()},
    }


def _rule(verdict: Verdict) -> dict[str, Any]:
    return {
        "holds": verdict.holds,
        "checked": verdict.checked,
        "violations": len(verdict.violations),
        "first_violations": verdict.violations[:_SHOWN],
    }


def print_report(report: Mapping[str, Any], out: Console) -> None:
    """Print counts and verdicts as tables, then the violations."""
    counts = Table("what", "count", title="Chaos", title_justify="left")
    for name, count in report["incidents"].items():
        counts.add_row(name, str(count))
    commands, events = report["commands"], report["events"]
    counts.add_row("commands accepted", str(commands["accepted"]))
    counts.add_row("commands refused", str(sum(commands["refused"].values())))
    counts.add_row("requests repeated", str(commands["requests_repeated"]))
    counts.add_row("events", str(events["distinct"]))
    counts.add_row("of these published twice", str(events["published_twice"]))
    counts.add_row("effects (inbox rows)", str(events["inbox_rows"]))
    counts.add_row("hostile requests", str(report["hostile"]["requests"]))
    counts.add_row("hostile records", str(report["hostile"]["records"]))
    counts.add_row("of these dead letters", str(report["hostile"]["dead_letters"]))
    counts.add_row("seconds to rest", str(report["seconds_to_rest"]))
    out.print(counts)
    rules = Table("rule", "checked", "violations", "verdict")
    for name, rule in report["rules"].items():
        verdict = "holds" if rule["holds"] else "violated" if rule["violations"] else "nothing to check"
        rules.add_row(name, str(rule["checked"]), str(rule["violations"]), verdict)
    out.print(rules)
    for name, rule in report["rules"].items():
        for violation in rule["first_violations"]:
            out.print(f"{name}: {violation}", markup=False, highlight=False)
