"""The table at the end of a run: printed, and kept in var/bench.txt."""

from django.conf import settings

from tests.benchmarks import ledger


def pytest_terminal_summary(terminalreporter):
    told = ledger.table()
    if told:
        kept = settings.BASE_DIR / "var" / "bench.txt"
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(told, encoding="utf-8")
        terminalreporter.write_line(f"\n{told}\n(kept in {kept.relative_to(settings.BASE_DIR)})")
