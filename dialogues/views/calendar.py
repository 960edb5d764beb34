"""The calendar, the addresses under which other calendars read it, and one dialogue as a file."""

import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from dialogues.almanac import days_shown, entries_between, month_asked, months_beside, weeks_of
from dialogues.exceptions import TooManyFeeds
from dialogues.forms.calendar import CalendarFilter, FeedForm
from dialogues.frame import is_inside
from dialogues.ical import MEDIA_TYPE, write_calendar
from dialogues.models import CalendarFeed, Dialogue
from dialogues.services.calendar import add_feed, feed_of, revoke_feed
from dialogues.veil import veil_for

VIEWS = (
    ("list", gettext_lazy("List"), "dialogues:dialogue_list"),
    ("calendar", gettext_lazy("Calendar"), "dialogues:calendar"),
    ("timeline", gettext_lazy("Timeline"), "dialogues:timeline"),
)


def ways_to_see(current):
    """The tabs of the pages that show the same dialogues: as a list, in a calendar, on a timeline."""
    return [
        {"label": label, "url": reverse(name), "current": key == current}
        for key, label, name in VIEWS
    ]


@require_safe
def calendar(request):
    """A month of what the viewer may know of; this month if the address names none."""
    today = timezone.localdate()
    month = month_asked(request.GET.get("month"))
    filters = CalendarFilter(request.GET, user=request.user)
    narrowing = filters.narrowing()
    first, last = days_shown(month)
    entries = entries_between(request.user, first, last, **narrowing)
    before, after = months_beside(month)
    in_month = [row for row in entries if _touches(row, month)]
    context = {
        "month": month,
        "weeks": weeks_of(month, entries, today=today),
        "entries": in_month,
        "today": today,
        "before_url": _month_url(request, before),
        "after_url": _month_url(request, after),
        "today_url": _month_url(request, None, anchor=True),
        "filters": filters,
        "is_filtered": any(narrowing.values()),
        "clear_url": f"{request.path}?month={month:%Y-%m}",
        "tabs": ways_to_see("calendar"),
    }
    return render(request, "dialogues/calendar.html", context)


def _touches(entry, month):
    return (
        (entry.first.year, entry.first.month)
        <= (month.year, month.month)
        <= (
            entry.last.year,
            entry.last.month,
        )
    )


def _month_url(request, month, *, anchor=False):
    """The address of another month with the same filter; without a month that of this month."""
    if month is None and not anchor:
        return ""
    asked = request.GET.copy()
    asked.pop("month", None)
    if month:
        asked["month"] = month
    query = asked.urlencode()
    return f"{request.path}?{query}" if query else request.path


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request):
    """One's own calendar addresses; a new one is shown in the answer to the form, and never again."""
    form = FeedForm(request.POST or None, user=request.user)
    address = ""
    if request.method == "POST" and form.is_valid():
        try:
            token = add_feed(user=request.user, **form.feed)
        except TooManyFeeds as refusal:
            form.add_error(None, str(refusal))
        else:
            address = request.build_absolute_uri(reverse("dialogues:feed", args=[token]))
            form = FeedForm(user=request.user)
    rows = request.user.calendar_feeds.select_related("programme", "initiative")
    context = {
        "form": form,
        "address": address,
        "rows": [
            {"feed": row, "title": _feed_title(row), "holds": _feed_holds(row)}
            for row in rows.filter(revoked_at__isnull=True)
        ],
        "crumbs": [{"label": _("My account"), "url": reverse("accounts:profile")}],
    }
    return render(request, "dialogues/feeds.html", context)


def _feed_holds(feed):
    if feed.initiative:
        return feed.initiative.title
    return feed.programme.title if feed.programme else _("Every dialogue that you may see")


def _feed_title(feed):
    row = feed.initiative or feed.programme
    return feed.name or (row.title if row else _("Dialogues"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feed_revoke(request, pk):
    """Take one's own calendar address back."""
    revoked = get_object_or_404(CalendarFeed, pk=pk, user=request.user)
    if request.method == "POST":
        revoke_feed(revoked)
        messages.success(request, _("The address is taken back: it answers nobody any more."))
        return redirect("dialogues:feeds")
    context = {
        "title": _("Take “%(name)s” back?") % {"name": _feed_title(revoked)},
        "consequences": [
            _("Calendars that read this address are not brought up to date any more."),
            _("It cannot be opened again; ask for a new one instead."),
        ],
        "cancel_url": reverse("dialogues:feeds"),
        "crumbs": [
            {"label": _("My account"), "url": reverse("accounts:profile")},
            {"label": _("My calendar addresses"), "url": reverse("dialogues:feeds")},
        ],
    }
    return render(request, "dialogues/feed_revoke.html", context)


@require_safe
def feed(request, token):
    """The calendar of whoever asked for this address, as they may see it at this moment."""
    found = feed_of(token)
    if found is None:
        raise Http404
    rows = Dialogue.objects.visible_to(found.user)
    if found.programme_id:
        rows = rows.filter(initiative__programme=found.programme_id)
    if found.initiative_id:
        rows = rows.filter(initiative=found.initiative_id)
    rows = rows.order_by("starts_on", "pk")
    return _answer(request, rows, user=found.user, name=_feed_title(found))


@require_safe
def dialogue_ics(request, slug):
    """One dialogue as a file for a calendar."""
    rows = Dialogue.objects.visible_to(request.user)
    shown = get_object_or_404(rows.select_related("initiative"), slug=slug)
    response = _answer(request, rows.filter(pk=shown.pk), user=request.user, name=shown.title)
    response["Content-Disposition"] = f'attachment; filename="{shown.slug}.ics"'
    return response


def _answer(request, dialogues, *, user, name):
    """The calendar of `dialogues` as `user` may read it, or that it has not changed."""
    written = write_calendar(
        dialogues.select_related("initiative"),
        name=name,
        # A calendar leaves the house: whoever asks for it, nobody protected is named in it.
        veil=veil_for(AnonymousUser()),
        address=lambda row: request.build_absolute_uri(row.get_absolute_url()),
        tells_why=lambda row: is_inside(user, row),
    )
    etag = f'"{hashlib.sha256(written).hexdigest()[:32]}"'
    response = HttpResponse(written, content_type=MEDIA_TYPE)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=etag, response=response)
