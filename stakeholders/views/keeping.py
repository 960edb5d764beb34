"""Erasing somebody, what is kept about them, and whose time is nearly over."""

import json

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import Refusal
from core.paging import page_of
from core.permissions import require
from stakeholders.access import access_of
from stakeholders.forms.keeping import ErasureForm, KeepForm, OwnDataForm
from stakeholders.keeping.erasing import traces_of
from stakeholders.keeping.findings import counts_of
from stakeholders.keeping.idle import erased_on, idle_among
from stakeholders.keeping.own_data import as_json, own_data
from stakeholders.keeping.times import NOTICE
from stakeholders.models import Person
from stakeholders.naming import name_for
from stakeholders.services import keeping as services
from stakeholders.views import register


def _person_or_404(request, pk):
    rows = Person.objects.visible_to(request.user).select_related("programme", "user")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_erase(request, pk):
    """Say what will go when somebody is erased; erase them when their name was typed."""
    person = _person_or_404(request, pk)
    require(request.user, "stakeholders.erase_person", person)
    request.knows_everybody = True
    form = ErasureForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            record = services.erase_person(
                person, cause=form.cleaned_data["cause"], by=request.user
            )
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _told(record))
        return redirect("stakeholders:person_list")
    goes, changes, printed = _listed(counts_of(traces_of(person)))
    context = {
        "form": form,
        "person": person,
        "name": person.full_name,
        "goes": goes,
        "changes": changes,
        "printed": printed,
        "stays": _what_stays(person),
        "cancel_url": person.get_absolute_url(),
        "crumbs": register.crumbs((person.full_name, person.get_absolute_url())),
    }
    return render(request, "stakeholders/erase.html", context)


def _listed(counts):
    """Rows that go, that change, and printed reports: pairs of what they are and how many."""
    lists = {"row": {}, "changes": {}, "snapshot": {}}
    for key, number in counts.items():
        label, _colon, what = key.partition(":")
        name = capfirst(str(apps.get_model(label)._meta.verbose_name_plural))
        pairs = lists.get(what, lists["changes"])
        pairs[name] = pairs.get(name, 0) + number
    return [sorted(pairs.items()) for pairs in lists.values()]


def _told(record):
    number = sum(record.counts.values())
    return ngettext(
        "The entry is erased; %(number)d row went or was changed.",
        "The entry is erased; %(number)d rows went or were changed.",
        number,
    ) % {"number": number}


def _what_stays(person):
    stays = [
        _("What they said and wrote, without saying who it was."),
        _(
            "What files say that people brought, such as a scoping paper in PDF: nobody can take a name "
            "out of those. Bring them anew without it."
        ),
        _("Copies that have left: mails that were sent, reports that were downloaded."),
        _("That an entry was erased: its number, the day, the cause and how many rows it was."),
    ]
    if person.user_id:
        stays.insert(
            0,
            _(
                "Their account to sign in with, and what it is called: it is theirs and may serve in "
                "another programme. An administrator can delete it."
            ),
        )
    return stays


# Own data ---------------------------------------------------------------------------------------
@login_required
@require_safe
def person_data(request, pk):
    """All that is kept about somebody, by where it is kept."""
    person = _person_or_404(request, pk)
    require(request.user, "stakeholders.read_own_data", person)
    # Their own name is told in full; everybody else's was taken out already.
    request.knows_everybody = True
    context = {
        "person": person,
        "name": person.full_name,
        "sections": own_data(person),
        "form": OwnDataForm(),
        "is_own": person.user_id == request.user.pk,
        "crumbs": register.crumbs((person.full_name, person.get_absolute_url())),
    }
    return render(request, "stakeholders/own_data.html", context)


@login_required
@require_POST
def person_data_file(request, pk):
    """The same as a file: JSON, or a page that needs nothing else. It is noted who took it."""
    person = _person_or_404(request, pk)
    require(request.user, "stakeholders.read_own_data", person)
    request.knows_everybody = True
    form = OwnDataForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a page to read, or JSON."))
        return redirect("stakeholders:person_data", pk=pk)
    chosen = form.cleaned_data["format"]
    now = timezone.now()
    sections = own_data(person)
    services.disclose_own_data(person, by=request.user, file_format=chosen, at=now)
    if chosen == OwnDataForm.JSON:
        data = as_json(person, sections, at=now)
        content = json.dumps(data, ensure_ascii=False, indent=1, default=str)
        media_type = "application/json"
    else:
        facts = {"name": person.full_name, "sections": sections, "made": now, "person": person}
        content = render_to_string("stakeholders/own_data_file.html", facts)
        media_type = "text/html; charset=utf-8"
    response = HttpResponse(content, content_type=media_type)
    # By number: the name of a file is read in more places than the file.
    response["Content-Disposition"] = f'attachment; filename="own-data-{person.pk}.{chosen}"'
    response["Cache-Control"] = "no-store"
    return response


# Retention --------------------------------------------------------------------------------------
@login_required
@require_safe
def retention(request):
    """Whose time is nearly over, and when they will be erased."""
    require(request.user, "stakeholders.add_person")
    rows = Person.objects.filter(
        programme__in=access_of(request.user).programmes, noticed_on__isnull=False
    )
    page = page_of(
        request,
        rows.select_related("programme", "organisation").order_by("noticed_on", "name", "pk"),
    )
    today = timezone.localdate()
    idle = {each.person.pk: each for each in idle_among(list(page), today)}
    context = {
        "page": page,
        "people": [_row(request.user, person, idle.get(person.pk), today) for person in page],
        "kept": _kept(request.user),
        "days": NOTICE.days,
        "crumbs": register.crumbs(),
    }
    return render(request, "stakeholders/retention.html", context)


def _row(user, person, idle, today):
    return {
        "name": name_for(user, person),
        "url": person.get_absolute_url(),
        "affiliation": person.affiliation,
        "programme": person.programme.title,
        "last": idle.last if idle else None,
        "erased_on": erased_on(idle, today) if idle else None,
        "keep_url": reverse("stakeholders:person_keep", args=[person.pk]),
        "erase_url": reverse("stakeholders:person_erase", args=[person.pk]),
    }


def _kept(user):
    """Those who are kept longer, the first to end at the top."""
    rows = Person.objects.filter(
        programme__in=access_of(user).programmes, keep_until__gte=timezone.localdate()
    )
    return [
        {
            "name": name_for(user, person),
            "url": person.get_absolute_url(),
            "until": person.keep_until,
            "reason": person.keep_reason,
        }
        for person in rows.order_by("keep_until", "pk")[:50]
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_keep(request, pk):
    """Keep somebody whose time is nearly over a year longer, with a reason."""
    person = _person_or_404(request, pk)
    require(request.user, "stakeholders.erase_person", person)
    form = KeepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_longer(person, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Kept for another year."))
        return redirect("stakeholders:retention")
    context = {
        "form": form,
        "name": name_for(request.user, person),
        "noticed": person.noticed_on is not None,
        "cancel_url": reverse("stakeholders:retention"),
        "crumbs": register.crumbs((_("Retention"), reverse("stakeholders:retention"))),
    }
    return render(request, "stakeholders/retention_keep.html", context)
