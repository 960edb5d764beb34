"""Who stands on a map: put there, judged, dragged, filled in as a table, taken off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.exceptions import StaleVersion
from core.text import as_key, without_control
from stakeholders.exceptions import AlreadyOnMap, RowsMoved
from stakeholders.finding import find
from stakeholders.forms.map_table import LABELS, MapTable
from stakeholders.forms.mapping import EntryForm, JudgementForm, NewEntryForm, PlaceForm
from stakeholders.maps.reaching import suggestions
from stakeholders.maps.reading import read_map
from stakeholders.models import Group, Organisation, Person
from stakeholders.naming import name_for
from stakeholders.services import mapping as services
from stakeholders.views.maps import asked_day, desk_or_404

FOUND = 20  # of each kind that a search shows
LONGEST_SEARCH = 200
JUDGED = (*services.JUDGED, "note")


def _typed(request):
    return request.POST if request.method == "POST" else None


def _entry_or_404(desk, pk):
    rows = desk.map.stakeholders.select_related(
        "group", "organisation", "person", "reached_by_organisation", "reached_by_person"
    )
    row = get_object_or_404(rows, pk=as_key(pk))
    row.map = desk.map
    return row


def _name(user, row):
    """What an entry is called on these pages."""
    if row.person is not None:
        return name_for(user, row.person)
    return row.group.name if row.group else row.organisation.full_name


# Somebody new -----------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder_add(request, slug):
    """Put somebody on the map: first whom (`?group=`, `?organisation=`, `?person=`, found by `?q=`), then
    how they are judged."""
    desk = desk_or_404(request, slug, changes=True)
    who = _chosen(request, desk)
    if who is None:
        return _choose(request, desk)
    form = NewEntryForm(_typed(request), programme_id=desk.map.programme_id, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            row = services.add_stakeholder(
                desk.map,
                who=who,
                reached=form.reached,
                engagement=given["engagement"],
                plan=given["plan"],
                judged=form.judged,
                on=given["on"],
                by=request.user,
            )
        except AlreadyOnMap as there:
            messages.info(request, str(there))
            row = there.stakeholder
            return redirect(desk.url("stakeholder", row.pk) if row else desk.map)
        messages.success(
            request, _("%(name)s is on the map.") % {"name": _label(request.user, who)}
        )
        return redirect(desk.url("map") + f"#entry-{row.pk}")
    context = {
        "desk": desk,
        "form": form,
        "title": _label(request.user, who),
        "kicker": _("Put on the map"),
        "cancel_url": desk.url("stakeholder_add"),
        "submit": _("Put on the map"),
        "crumbs": desk.crumbs((_("Add a stakeholder"), desk.url("stakeholder_add"))),
    }
    return render(request, "stakeholders/stakeholder_form.html", context)


def _label(user, who):
    if isinstance(who, Person):
        return name_for(user, who)
    return who.name if isinstance(who, Group) else who.full_name


def _chosen(request, desk):
    """Whom the address names; 404 if that is nobody of the register."""
    for kind, model in (("group", Group), ("organisation", Organisation), ("person", Person)):
        if asked := request.GET.get(kind):
            rows = model.objects.filter(programme=desk.map.programme_id)
            return get_object_or_404(rows, pk=as_key(asked))
    return None


def _choose(request, desk):
    words = without_control(request.GET.get("q", ""))[:LONGEST_SEARCH].strip()
    on_map = desk.map.stakeholders
    programme = desk.map.programme_id
    bodies, people = [], []
    if words:
        rows = Organisation.objects.visible_to(request.user).filter(programme=programme)
        bodies = find(rows.exclude(on_maps__map=desk.map).select_related("group"), words)[:FOUND]
        rows = Person.objects.visible_to(request.user).filter(programme=programme)
        rows = rows.exclude(on_maps__map=desk.map)
        people = find(rows.select_related("group", "organisation__group"), words)[:FOUND]
    taken = on_map.filter(group__isnull=False).values("group")
    context = {
        "desk": desk,
        "q": words,
        "bodies": bodies,
        "people": [(person, name_for(request.user, person)) for person in people],
        "groups": Group.objects.filter(programme=programme).exclude(pk__in=taken),
        "crumbs": desk.crumbs(),
    }
    return render(request, "stakeholders/stakeholder_choose.html", context)


# One entry --------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder(request, slug, pk):
    """An entry: who reaches them and what is planned, and how they were judged day by day."""
    desk = desk_or_404(request, slug, changes=True)
    row = _entry_or_404(desk, pk)
    name = _name(request.user, row)
    form = EntryForm(_typed(request), instance=row, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_stakeholder(row, based_on=form.based_on, fields=form.model_fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect(desk.url("map") + f"#entry-{row.pk}")
    context = {
        "desk": desk,
        "row": row,
        "title": name,
        "form": form,
        "history": row.assessments.select_related("by").order_by("-on"),
        "crumbs": desk.crumbs(),
    }
    return render(
        request, "stakeholders/stakeholder.html", context, status=409 if form.conflict else 200
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder_assess(request, slug, pk):
    """Judge a stakeholder anew: today, or on any day before (`?on=`)."""
    desk = desk_or_404(request, slug, changes=True)
    row = _entry_or_404(desk, pk)
    day, _form = asked_day(request)
    day = day or timezone.localdate()
    form = JudgementForm(_typed(request), initial=_as_known(row, day))
    theirs, status = None, 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.assess(
                row, based_on=given["version"], on=given["on"], by=request.user, judged=form.judged
            )
        except StaleVersion as stale:
            # What was typed stays in the form, which is based on what was saved meanwhile from now on.
            form.data = form.data.copy()
            form.data["version"] = str(stale.current.version)
            theirs, status = row.assessments.filter(on__lte=given["on"]).last(), 409
        else:
            messages.success(request, _("The judgement is kept."))
            return redirect(desk.url("stakeholder", row.pk))
    context = {
        "desk": desk,
        "form": form,
        "theirs": theirs,
        "is_stale": status == 409,
        "title": _name(request.user, row),
        "kicker": _("Judge anew"),
        "cancel_url": desk.url("stakeholder", row.pk),
        "submit": _("Save the judgement"),
        "crumbs": desk.crumbs((_name(request.user, row), desk.url("stakeholder", row.pk))),
    }
    return render(request, "stakeholders/stakeholder_form.html", context, status=status)


def _as_known(row, day):
    """What the form begins with: the day, and what was judged last."""
    last = row.assessments.filter(on__lte=day).order_by("-on").first()
    known = {name: getattr(last, name) for name in JUDGED} if last else {}
    if last is not None and last.on != day:
        known["note"] = ""
    return known | {"on": day, "version": row.version}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_delete(request, slug, pk, assessment_pk):
    """Delete a judgement that was wrong."""
    desk = desk_or_404(request, slug, changes=True)
    row = _entry_or_404(desk, pk)
    judgement = get_object_or_404(row.assessments, pk=as_key(assessment_pk))
    back = desk.url("stakeholder", row.pk)
    if request.method == "POST":
        services.remove_assessment(judgement)
        messages.success(request, _("The judgement is deleted."))
        return redirect(back)
    context = {
        "title": _("Delete the judgement?"),
        "kicker": _name(request.user, row),
        "text": "",
        "judgement": judgement,
        "consequences": [_("The judgement before it holds again; those of other days stay.")],
        "submit": _("Delete the judgement"),
        "cancel_url": back,
        "crumbs": desk.crumbs((_name(request.user, row), back)),
    }
    return render(request, "stakeholders/stakeholder_confirm.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder_remove(request, slug, pk):
    """Take somebody off the map."""
    desk = desk_or_404(request, slug, changes=True)
    row = _entry_or_404(desk, pk)
    name, count = _name(request.user, row), row.assessments.count()
    if request.method == "POST":
        services.remove_stakeholder(row)
        messages.success(request, _("%(name)s is off the map.") % {"name": name})
        return redirect(desk.map)
    context = {
        "title": _("Take off the map?"),
        "kicker": name,
        "consequences": [
            ngettext(
                "%(count)d judgement of them is deleted, and what was planned.",
                "%(count)d judgements of them are deleted, and what was planned.",
                count,
            )
            % {"count": count},
            _("The map shows them on no earlier day either."),
            _("The register keeps them."),
        ],
        "submit": _("Take off the map"),
        "cancel_url": desk.url("stakeholder", row.pk),
        "crumbs": desk.crumbs((name, desk.url("stakeholder", row.pk))),
    }
    return render(request, "stakeholders/stakeholder_confirm.html", context)


# Dragged ----------------------------------------------------------------------------------------
@login_required
@require_POST
def map_place(request, slug, pk):
    """Put a mark at another place: the judgement of today. Answers JSON, for static/js/map.js."""
    desk = desk_or_404(request, slug, changes=True)
    row = _entry_or_404(desk, pk)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"message": _("This place is not on the map.")}, status=400)
    given = form.cleaned_data
    try:
        is_new = _placed(request, row, given)
    except StaleVersion as stale:
        last = row.assessments.filter(on__lte=timezone.localdate()).order_by("-on").first()
        answer = {
            "message": _("Somebody changed this entry meanwhile. The mark is where they put it."),
            "version": stale.current.version,
            "influence": last and last.influence,
            "interest": last and last.interest,
        }
        return JsonResponse(answer, status=409)
    answer = {
        "version": row.version,
        "influence": given["influence"],
        "interest": given["interest"],
        "is_new": is_new,
    }
    return JsonResponse(answer)


def _placed(request, row, given):
    if given["back"]:
        services.take_back(row, based_on=given["version"])
        return False
    _judgement, is_new = services.place(
        row,
        based_on=given["version"],
        influence=given["influence"],
        interest=given["interest"],
        by=request.user,
    )
    return is_new


# As a table -------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def map_table(request, slug):
    """All stakeholders of a map in one table, saved in one: judged today, or as of `?on=`."""
    desk = desk_or_404(request, slug, changes=True)
    day, day_form = asked_day(request)
    day = day or timezone.localdate()
    table = _table(request, desk, day)
    status = 200
    if request.method == "POST":
        if table.is_valid():
            try:
                written = services.save_table(
                    desk.map, changes=table.changes, on=day, by=request.user
                )
            except RowsMoved:
                # Between reading and writing: read again, and show what stands now beside it.
                table = _table(request, desk, day)
                table.is_valid()
            else:
                _tell(request, table, written)
                return redirect(desk.map)
        status = 409 if table.moved else 200
    context = {
        "desk": desk,
        "table": table,
        "labels": LABELS.values(),
        "day": day,
        "day_form": day_form,
        "is_past": day != timezone.localdate(),
        "suggestions": suggestions(desk.map.programme_id, request.user),
        "crumbs": desk.crumbs(),
    }
    return render(request, "stakeholders/map_table.html", context, status=status)


def _table(request, desk, day):
    facts = read_map(desk.map, user=request.user, on=day)
    return MapTable(
        facts, programme_id=desk.map.programme_id, user=request.user, data=_typed(request)
    )


def _tell(request, table, written):
    count = len(table.changes)
    if not count:
        messages.info(request, _("Nothing was changed."))
        return
    told = [
        ngettext("%(count)d row is saved.", "%(count)d rows are saved.", count) % {"count": count}
    ]
    if written:
        judged = ngettext("%(count)d is judged anew.", "%(count)d are judged anew.", written)
        told.append(judged % {"count": written})
    messages.success(request, " ".join(told))
    if table.gone:
        gone = ngettext(
            "%(count)d row is not on the map any more; what you typed there was not kept.",
            "%(count)d rows are not on the map any more; what you typed there was not kept.",
            table.gone,
        )
        messages.warning(request, gone % {"count": table.gone})
