"""The donors' door: what somebody funds, the newest period of each in full view, and nothing else."""

from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.paging import page_of
from dialogues.models import Initiative
from reports.models import Edition, Period
from reports.progress import charts
from reports.progress.context import ProgressContext
from reports.progress.files import files_of
from reports.public import published_of
from reports.querysets import funded_by
from reports.wording import span

A_PAGE = 10  # initiatives


@dataclass
class Funded:
    """An initiative that somebody funds, with what of it is open to them, the newest first."""

    initiative: Initiative
    periods: list = field(default_factory=list)
    reports: list = field(default_factory=list)
    newest: dict | None = None

    @property
    def earlier(self):
        return self.periods[1:]


@login_required
@require_safe
def door(request):
    """What somebody funds, a page of initiatives at a time; in a number of queries that does not grow."""
    open_to_them = Period.objects.open_to(request.user)
    told = told_to(request.user).select_related("programme").order_by("title", "pk")
    page = page_of(request, told, size=A_PAGE)
    funded = {row.pk: Funded(row) for row in page}
    for period in open_to_them.filter(initiative__in=funded).defer("snapshot"):
        funded[period.initiative_id].periods.append(period)
    for printing in published_of(Initiative.objects.filter(pk__in=funded)):
        funded[printing.belongs_to].reports.append(printing)
    _look_at_the_newest(funded.values())
    context = {
        "page": page,
        "funded": list(funded.values()),
        "is_donor": Initiative.objects.filter(funded_by(request.user)).exists(),
    }
    return render(request, "reports/door.html", context)


def told_to(user):
    """Initiatives that `user` funds and of which anything is published: of others they know nothing."""
    funded = Initiative.objects.filter(funded_by(user))
    periods = Period.objects.open_to(user).order_by().values("initiative")
    reports = published_of(funded).order_by().values("belongs_to")
    return funded.filter(Q(pk__in=periods) | Q(pk__in=reports))


def _look_at_the_newest(funded):
    """Read the newest period of each, beside the one before it that is open too. Three queries."""
    pairs = {each.initiative.pk: _newest_two(each.periods) for each in funded}
    wanted = [period.pk for pair in pairs.values() for period in pair if period]
    whole = Period.objects.select_related("initiative__programme").in_bulk(wanted)
    files = files_of([period for each in funded for period in each.periods])
    for each in funded:
        newest, before = pairs[each.initiative.pk]
        for period in each.periods:
            period.files = files.get(period.pk, [])
        if newest is not None:
            each.newest = _view(whole[newest.pk], before and whole[before.pk]) | {
                "period": newest,
                "before": before,
            }


def _newest_two(periods):
    """The newest of `periods` and the last one that ended before it begins; None for what is not there."""
    newest = max(periods, key=lambda row: (row.ends_on, row.pk), default=None)
    if newest is None:
        return None, None
    ended = [row for row in periods if row.ends_on < newest.starts_on]
    return newest, max(ended, key=lambda row: (row.ends_on, row.pk), default=None)


def _view(period, before):
    facts = ProgressContext.of_period(period, Edition.PUBLIC)
    earlier = ProgressContext.of_period(before, Edition.PUBLIC) if before else None
    money, bullets = charts.money(facts), charts.bullets(facts)
    drawn = charts.drawn_of(money)
    return {
        "facts": facts,
        "when": span(facts.starts_on, facts.ends_on),
        "figures": charts.figures(facts),
        "attendance": charts.attendance(facts, earlier),
        "genders": charts.genders(facts, earlier),
        "untold": charts.untold(facts),
        "money": money,
        "drawn": drawn,
        "quiet_lines": len(money) - len(drawn),
        "bullets": bullets,
        "measured": [each for each in bullets if each.told["row"].actual],
        "unmeasured": sum(1 for each in bullets if not each.told["row"].actual),
    }
