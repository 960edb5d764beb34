"""Attendance by day at the desk, people who walk in, and the file of who was there."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from convening.attendance import day_to_show, days_of, present_on, today_at
from convening.forms.door import WalkInForm
from convening.frame import CHECK_IN, CONVENE, REGISTER, convening_frame, convening_or_404
from convening.models import CheckIn
from convening.services import attendance as services
from core.paging import page_of
from core.permissions import require
from core.sheets import write_csv, write_xlsx
from core.text import as_key, fold
from dialogues.models import Participation
from stakeholders.exports import redactor_of_files
from stakeholders.models import Disclosure
from stakeholders.naming import PROTECTED
from stakeholders.services.exports import record_disclosure

Status = Participation.Status
EXPECTED = (Status.REGISTERED, Status.ATTENDED)
SHOW = ("all", "missing", "here")
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
either = require_http_methods(["GET", "HEAD", "POST"])


def _opened(request, slug):
    dialogue = convening_or_404(request, slug)
    require(request.user, CHECK_IN, dialogue)
    return dialogue, convening_frame(request, dialogue, "door")


def _chosen(request, dialogue, days):
    """The day that is asked for, or that of today."""
    try:
        day = date.fromisoformat(request.POST.get("day") or request.GET.get("day", ""))
    except ValueError:
        day = None
    return day if day in days else day_to_show(days, today_at(dialogue))


def _lines(user, dialogue, naming, present):
    """Whom `user` sees on the list, by the names under which they are told of them."""
    rows = Participation.objects.visible_to(user, dialogue)
    lines = [
        {
            "participation": row,
            "name": naming.name(row.person),
            "organisation": naming.organisation(row.person),
            "is_pseudonym": not naming.knows(row.person),
            "is_expected": row.status in EXPECTED,
            "days": {day for day, there in present.items() if row.pk in there},
        }
        for row in rows.select_related("person__organisation", "group")
    ]
    return sorted(lines, key=lambda line: (fold(line["name"]), line["participation"].pk))


@login_required
@either
def door(request, slug):
    """Who is here on a day and who is not yet; people are ticked off one by one or several at once."""
    dialogue, context = _opened(request, slug)
    days = days_of(dialogue)
    day = _chosen(request, dialogue, days)
    asked = {name: request.GET.get(name, "") for name in ("q", "show", "page")}
    if request.method == "POST":
        _mark(request, dialogue, day)
        query = request.GET.copy()
        query["day"] = day.isoformat()
        return redirect(f"{reverse('convening:door', args=[slug])}?{query.urlencode()}")
    present = present_on(dialogue)
    lines = _lines(request.user, dialogue, context["naming"], present)
    for line in lines:
        line["is_here"] = day in line["days"]
    shown = asked["show"] if asked["show"] in SHOW else "all"
    words = fold(asked["q"]).split()
    rows = [line for line in lines if _is_shown(line, shown, words)]
    here = sum(line["is_here"] for line in lines)
    expected = sum(line["is_expected"] or line["is_here"] for line in lines)
    context |= {
        "day": day,
        "is_today": day == today_at(dialogue),
        "days": [
            {
                "day": one,
                "current": one == day,
                "url": f"?day={one.isoformat()}",
                "here": sum(one in line["days"] for line in lines),
            }
            for one in days
        ],
        "page": page_of(request, rows),
        "here": here,
        "expected": expected,
        "missing": expected - here,
        "q": asked["q"],
        "show": shown,
        "shows": [
            {"key": "all", "label": _("All")},
            {"key": "missing", "label": _("Not here yet")},
            {"key": "here", "label": _("Here")},
        ],
        "on_the_list": len(lines),
    }
    return render(request, "convening/door.html", context)


def _is_shown(line, shown, words):
    if shown == "missing" and (line["is_here"] or not line["is_expected"]):
        return False
    if shown == "here" and not line["is_here"]:
        return False
    text = fold(line["name"], line["organisation"])
    return all(word in text for word in words)


def _mark(request, dialogue, day):
    """Take what was pressed: one person here or not, or all that are ticked."""
    posted = request.POST
    if "present" in posted or "absent" in posted:
        keys, is_present = [posted.get("present") or posted.get("absent")], "present" in posted
        via = CheckIn.Via.DESK
    else:
        keys, is_present, via = posted.getlist("person"), True, CheckIn.Via.SHEET
    ids = {as_key(key) for key in keys} - {None}
    entries = [services.entry(pk, day, is_present=is_present) for pk in sorted(ids)]
    answers = services.take_in(dialogue, entries[: services.MOST_ENTRIES], by=request.user, via=via)
    taken = sum(answer.is_taken for answer in answers)
    for reason in sorted({answer.reason for answer in answers if not answer.is_taken}):
        messages.error(request, reason)
    if taken and is_present:
        text = ngettext("%(number)s person is here.", "%(number)s people are here.", taken)
        messages.success(request, text % {"number": taken})
    elif taken:
        messages.success(request, _("Taken back."))
    elif not answers:
        messages.warning(request, _("Nobody was ticked."))


@login_required
@either
def walk_in(request, slug):
    """Add somebody who is here and not on the list."""
    dialogue, context = _opened(request, slug)
    days = days_of(dialogue)
    choices = [(day.isoformat(), date_format(day, "l j F")) for day in days]
    day = _chosen(request, dialogue, days)
    form = WalkInForm(
        request.POST if request.method == "POST" else None,
        dialogue=dialogue,
        days=choices,
        asks_organisation=request.user.has_perm(REGISTER, dialogue),
        initial={"day": day.isoformat()},
    )
    questions = ()
    if request.method == "POST" and form.is_valid():
        cleaned = dict(form.cleaned_data)
        answer = services.walk_in(
            dialogue, by=request.user, **cleaned | {"day": date.fromisoformat(cleaned["day"])}
        )
        if answer.is_taken:
            messages.success(request, _("%(name)s is here.") % {"name": cleaned["name"]})
            address = reverse("convening:door", args=[slug])
            return redirect(f"{address}?day={cleaned['day']}")
        questions = {"alike": ("another",), "full": ("over",)}.get(answer.outcome, ())
        form.add_error(questions[0] if questions else None, answer.reason)
    form.ask_only(*questions)
    context |= {"form": form, "day": day}
    return render(request, "convening/walk_in.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def attendance(request, slug):
    """Who was there on which day, as a table."""
    dialogue, context = _opened(request, slug)
    days = days_of(dialogue)
    present = present_on(dialogue)
    lines = _lines(request.user, dialogue, context["naming"], present)
    page = page_of(request, [line for line in lines if line["is_expected"] or line["days"]])
    for line in page:
        line["cells"] = [(day, day in line["days"]) for day in days]
    context |= {
        "days": days,
        "page": page,
        "totals": [(day, sum(day in line["days"] for line in lines)) for day in days],
        "may_export": request.user.has_perm(CONVENE, dialogue),
    }
    return render(request, "convening/attendance.html", context)


@login_required
@require_safe
def export(request, slug):
    """The table of attendance as `?format=` csv or xlsx; a file names nobody who is protected."""
    dialogue, context = _opened(request, slug)
    require(request.user, CONVENE, dialogue)
    form = request.GET.get("format", "xlsx")
    if form not in MEDIA_TYPES:
        raise Http404(form)
    days = days_of(dialogue)
    lines = _lines(request.user, dialogue, context["naming"], present_on(dialogue))
    rows = [line for line in lines if line["is_expected"] or line["days"]]
    record_disclosure(
        by=request.user,
        what=Disclosure.What.PEOPLE,
        form=form,
        numbers={dialogue.initiative.programme_id: len(rows)},
        filters=[],
    )
    # A place in the order of names would tell something about a name that does not stand there.
    rows.sort(key=lambda line: line["participation"].person.protected)
    headings = [_("Name"), _("Organisation"), _("Stands for"), *map(str, days), _("Days")]
    redact = redactor_of_files([dialogue.initiative.programme_id])
    table = [_row(line, days, redact) for line in rows]
    if form == "csv":
        content = write_csv(headings, table)
    else:
        content = write_xlsx(headings, table, title=_("Attendance"))
    response = HttpResponse(content, content_type=MEDIA_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="attendance-{slug}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _row(line, days, redact):
    participation = line["participation"]
    hidden = participation.person.protected
    group = participation.group.name if participation.group is not None else ""
    return [
        str(PROTECTED) if hidden else line["name"],
        "" if hidden else redact(line["organisation"]),
        redact(group),
        *(_("here") if day in line["days"] else "" for day in days),
        len(line["days"].intersection(days)),
    ]
