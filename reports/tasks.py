"""What the worker is woken for. The rows say what is to be done; a lost message only delays."""

from celery import shared_task

from convening import production as clock
from reports import production


@shared_task
def print_reports():
    """Print what waits; wakes the next worker if there is more than one turn's worth."""
    if production.print_waiting():
        print_reports.delay()


@shared_task
def sweep_printings():
    """Wake a worker if a printing waits that nobody holds, and clear away what killed workers left."""
    production.clear_leftovers()
    if production.something_waits():
        print_reports.delay()


@shared_task
def tell_donors():
    """Write the donors' digests, when a month begins."""
    clock.do("tell_donors")


@shared_task
def remind_of_periods():
    """Remind of progress reports that are due."""
    clock.do("remind_of_periods")
