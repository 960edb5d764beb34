"""Inviting people: choosing them, a look at who they are, and on to the mail that asks them."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from convening.alike import alike, found_in_register, known_to
from convening.answers_list import moment
from convening.filled import groups_of
from convening.forms.invitations import InviteForm, WhomFilter
from convening.forms.registering import NEW, NewcomerForm
from convening.frame import CONVENE, convening_frame, convening_or_404
from convening.inviting import fitting, register_of
from convening.models import MailKind
from convening.services import mailings
from convening.services.invitations import enter, invite, may_invite
from core.exceptions import Refusal
from core.permissions import require
from core.text import as_key
from dialogues.models import Participation
from dialogues.naming import Naming
from dialogues.survey_people import group_of

SHOWN = 300  # of those who fit; "all who fit" takes the others too
NAMED = 100  # on the page that asks whether it is meant


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite_people(request, slug):
    """Choose people of the register (`GET`), look at who they are (`POST`), and invite them (`sure`)."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    context = convening_frame(request, dialogue, "answers")
    filters = WhomFilter(
        request.GET,
        groups=list(groups_of(dialogue)),
        has_map=dialogue.initiative.stakeholder_map_id is not None,
    )
    if request.method == "POST" and "sure" in request.POST:
        return _invite(request, dialogue, context)
    chosen = filters.chosen()
    everybody = register_of(dialogue, request.user)
    found = fitting(everybody, chosen, dialogue=dialogue, user=request.user)
    newcomer = Newcomer(request, dialogue)
    if newcomer.is_sent:
        if person := newcomer.person():
            kept = everybody.filter(pk__in=filters.keys() | {person.pk})
            return redirect(f"{request.path}?{urlencode({'kept': _keys_of(kept)})}")
    elif request.method == "POST":
        people = _ticked(request, everybody, found if chosen else found.none())
        if request.POST.get("do") == "keep":
            return redirect(f"{request.path}?{urlencode({'kept': _keys_of(people)})}")
        if people:
            return _confirm(request, dialogue, context, people)
        messages.error(request, _("Nobody was chosen who is not on the list already."))
    kept = list(everybody.filter(pk__in=filters.keys()))
    context["newcomer"] = newcomer
    return _choose(request, dialogue, context, filters, chosen, found, kept)


class Newcomer:
    """The part of the page on which somebody is entered who is not in the register yet: its form, and whom
    of the register they may be (`found`)."""

    new = NEW

    def __init__(self, request, dialogue):
        self.is_sent = request.method == "POST" and request.POST.get("do") == "enter"
        self.same = request.POST.get("same", "") if self.is_sent else ""
        self.user, self.dialogue, self.found = request.user, dialogue, []
        data = request.POST if self.is_sent else None
        self.form = NewcomerForm(data, user=request.user, dialogue=dialogue)

    @property
    def is_likely(self):
        """True where the first one found has the same address, and so most likely is the same."""
        return bool(self.found) and "email" in self.found[0]["keys"]

    def person(self):
        """The Person who was entered, or who is in the register already and was said to be the same; None
        where something is to be mended or said first."""
        if not self.form.is_valid():
            return None
        if self.same and self.same != NEW:
            return known_to(self.user, self.dialogue).filter(pk=as_key(self.same)).first()
        fields = self.form.person_fields()
        if not self.same:
            self.found = self._like(fields)
            if self.found:
                return None
        return enter(self.dialogue, person_fields=fields)

    def _like(self, fields):
        said = {"name": fields["name"], "email": fields["email"]}
        rows = alike(self.user, self.dialogue, **said, organisation=fields["new_organisation"])
        naming = Naming(self.dialogue, self.user)
        return [found_in_register(person, why, naming) for person, why in rows]


def _keys_of(people):
    return ",".join(str(person.pk) for person in people)


def _ticked(request, everybody, found):
    """Those who were ticked, and with `do=all` all who fit besides; who is on the list already stays in
    neither."""
    keys = {as_key(value) for value in request.POST.getlist("person")[: 2 * SHOWN]} - {None}
    ticked = list(everybody.filter(pk__in=keys))
    if request.POST.get("do") != "all":
        return ticked
    return list({person.pk: person for person in (*ticked, *found)}.values())


def _choose(request, dialogue, context, filters, chosen, found, kept):
    there = _statuses(dialogue)
    kept = [person for person in kept if person.pk not in there][:SHOWN]
    keys = {person.pk for person in kept}
    found = found.exclude(pk__in=keys)
    people = list(found[: SHOWN + 1]) if chosen else []
    rows = [_row(person, there, context["naming"]) for person in people[:SHOWN]]
    new = sum(not row["status"] for row in rows)
    is_cut = len(people) > SHOWN
    context |= {
        "filters": filters,
        "is_filtered": bool(chosen),
        "rows": rows,
        "kept": [_row(person, there, context["naming"]) for person in kept],
        "clear_url": f"{request.path}?{urlencode({'kept': _keys_of(kept)})}"
        if kept
        else request.path,
        "new": new,
        "on_list": len(rows) - new,
        "is_cut": is_cut,
        "number": found.count() if is_cut else len(rows),
        "may_invite": may_invite(dialogue),
        "has_map": "on_map" in filters.fields,
        "address": urlencode(chosen),
    }
    status = 422 if context["newcomer"].is_sent else 200
    return render(request, "convening/invite.html", context, status=status)


def _statuses(dialogue):
    """`{person: status in words}` of everybody on the list."""
    labels = dict(Participation.Status.choices)
    rows = dialogue.participations.order_by().values_list("person_id", "status")
    return {person: str(labels[status]) for person, status in rows}


def _row(person, there, naming):
    return {
        "person": person,
        "name": naming.name(person),
        "organisation": naming.organisation(person),
        "group": group_of(person),
        "status": there.get(person.pk, ""),
        "has_address": bool(person.email),
        "is_protected": person.protected,
        "gets_mail": _gets_mail(person),
    }


def _gets_mail(person):
    return bool(person.email) and person.may_contact is not False


def _confirm(request, dialogue, context, people, *, form=None, status=200):
    """Who would be invited, how many get a mail, and who is on the list already."""
    there = _statuses(dialogue)
    rows = [_row(person, there, context["naming"]) for person in people]
    new = [row for row in rows if not row["status"]]
    keys = ",".join(str(row["person"].pk) for row in new)
    by_mail = [row for row in new if row["gets_mail"]]
    context |= {
        "form": form or InviteForm(groups=groups_of(dialogue), initial={"people": keys}),
        "rows": new[:NAMED],
        "more": max(0, len(new) - NAMED),
        "number": len(new),
        "by_mail": len(by_mail),
        "by_hand": len(new) - len(by_mail),
        "on_list": [row for row in rows if row["status"]][:NAMED],
        "cancel_url": request.get_full_path(),
    }
    return render(request, "convening/invite_confirm.html", context, status=status)


def _invite(request, dialogue, context):
    form = InviteForm(request.POST, groups=groups_of(dialogue))
    people = []
    if form.is_valid():
        rows = register_of(dialogue, request.user)
        people = list(rows.filter(pk__in=form.cleaned_data["people"]))
        try:
            made = invite(
                dialogue, people=people, by=request.user, group=form.cleaned_data["group"]
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            _say_there(request, dialogue, context["naming"], people, made)
            return _on(request, dialogue, made)
    return _confirm(request, dialogue, context, people, form=form, status=422)


def _say_there(request, dialogue, naming, people, made):
    """Say who was put on the list meanwhile, by whom and when: they are not asked, nor written to, twice."""
    new = {registration.participation.person_id for registration in made}
    keys = [person.pk for person in people if person.pk not in new]
    rows = dialogue.participations.filter(person__in=keys).order_by("position", "pk")
    rows = list(
        rows.select_related("person__organisation", "registration__invited_by")[: NAMED + 1]
    )
    if not rows:
        return
    told = ngettext(
        "%(number)d was on the list already and is not asked twice: %(names)s",
        "%(number)d were on the list already and are not asked twice: %(names)s",
        len(keys),
    )
    names = "; ".join(_there_since(row, dialogue, naming) for row in rows[:NAMED])
    if len(rows) > NAMED:
        names += " …"
    messages.info(request, told % {"number": len(keys), "names": names})


def _there_since(row, dialogue, naming):
    registration, name = getattr(row, "registration", None), naming.name(row.person)
    if registration is None or registration.invited_at is None:
        return name
    at = moment(registration.invited_at, dialogue)
    if registration.invited_by is None:
        return _("%(name)s (invited %(at)s)") % {"name": name, "at": at}
    words = {"name": name, "at": at, "by": registration.invited_by}
    return _("%(name)s (invited by %(by)s, %(at)s)") % words


def _on(request, dialogue, made):
    """On to the mail that asks them, where anybody can be written to; else to their links."""
    people = [registration.participation for registration in made]
    number = len(people)
    if not number:
        return redirect("convening:answers", slug=dialogue.slug)
    told = ngettext(
        "%(number)d person is on the list as invited.",
        "%(number)d people are on the list as invited.",
        number,
    ) % {"number": number}
    without = sum(not _gets_mail(row.person) for row in people)
    if without:
        more = ngettext(
            "%(number)d of them gets no mail: hand over their link from the list of answers.",
            "%(number)d of them get no mail: hand over their links from the list of answers.",
            without,
        )
        told = f"{told} {more % {'number': without}}"
    messages.success(request, told)
    if number == without:
        address = reverse("convening:answers", args=[dialogue.slug])
        return redirect(f"{address}?only=no-mail" if without else address)
    draft = mailings.draft(
        dialogue, kind=MailKind.INVITATION, participations=people, by=request.user
    )
    return redirect("convening:mailing", slug=dialogue.slug, pk=draft.pk)
