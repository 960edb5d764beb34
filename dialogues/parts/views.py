"""The pages with which every kind of part is added, edited, moved and deleted."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.exceptions import Refusal, StaleVersion
from core.permissions import require
from core.services import move
from core.text import as_key
from dialogues.frame import crumbs_of, dialogue_or_404
from dialogues.models import Initiative
from dialogues.parts.choices import Setting
from dialogues.parts.forms import tidy, typed
from dialogues.parts.registry import KINDS, PartKind, kind_of
from dialogues.parts.services import remove_part


@dataclass(frozen=True)
class Place:
    """Where a request stands: a dialogue or an initiative, the kind of part, and who asks."""

    root: object
    kind: PartKind
    setting: Setting

    def part(self, pk):
        """The part `pk` of this dialogue or initiative; None if it has no such part (any more)."""
        return self.kind.rows(self.root).filter(pk=pk).first()

    def part_or_404(self, pk):
        return get_object_or_404(self.kind.rows(self.root), pk=pk)

    def parent(self, under):
        """What a new part stands under: a part of the same dialogue, or the dialogue itself; or None."""
        if not self.kind.under:
            return self.root
        return KINDS[self.kind.under].rows(self.root).filter(pk=as_key(under)).first()

    def url(self, name, *args):
        prefix = "initiative_" if self.kind.scope == "initiative" else ""
        return reverse(f"dialogues:{prefix}{name}", args=[self.root.slug, self.kind.key, *args])

    def context(self, **more):
        root = self.root
        if self.setting.dialogue:
            crumbs = crumbs_of(root)
        else:
            crumbs = [{"label": _("Initiatives"), "url": reverse("dialogues:initiative_list")}]
        crumbs = [*crumbs, {"label": root.title, "url": root.get_absolute_url()}]
        return {"kind": self.kind, "root": root, "crumbs": crumbs, **more}


def _place(request, scope, slug, key):
    """Fetch and permit: 404 for what the user may not know of, 403 for what they may not change."""
    try:
        kind = kind_of(key, scope)
    except KeyError:
        raise Http404 from None
    if scope == "dialogue":
        root = dialogue_or_404(request, slug)
    else:
        rows = Initiative.objects.visible_to(request.user).select_related("programme")
        root = get_object_or_404(rows, slug=slug)
    require(request.user, kind.permission, root)
    return Place(root, kind, Setting(root, request.user))


@login_required
def part_add(request, slug, kind, *, scope="dialogue"):
    """Add a part under what `?under=` names."""
    place = _place(request, scope, slug, kind)
    under = request.GET.get("under", "")
    parent = place.parent(under)
    if parent is None:
        return _gone(request, place)
    part = place.kind.new(parent)
    initial = {name: request.GET[name] for name in place.kind.prefilled if name in request.GET}
    form = place.kind.form(typed(request), instance=part, setting=place.setting, initial=initial)
    if request.method == "POST" and form.is_valid() and _added(request, place, form):
        if "again" in request.POST:
            messages.success(request, _("Saved. The next one can be written here."))
            address = place.url("part_add")
            return redirect(f"{address}?under={under}" if under else address)
        messages.success(request, _("Saved."))
        return redirect(place.kind.url_back(place.root, form.instance))
    context = place.context(
        form=form,
        title=_("New %(what)s") % {"what": place.kind.name},
        beneath=_words(parent) if place.kind.under else "",
        may_add_another=True,
        cancel_url=place.kind.back(place.root, part),
    )
    return render(request, "dialogues/part_form.html", context)


def _added(request, place, form):
    part = form.instance
    try:
        with transaction.atomic():
            place.kind.add(
                part,
                by=request.user,
                siblings=place.kind.siblings(part),
                links=_links(form),
            )
    except Refusal as refusal:
        part.pk = None
        form.add_error(getattr(refusal, "field", None), str(refusal))
        return False
    except IntegrityError:
        part.pk = None
        form.add_error(None, _at_the_same_moment())
        return False
    return True


def _at_the_same_moment():
    return _("Somebody changed this at the same moment. Look again, then save.")


@login_required
def part_edit(request, slug, kind, pk, *, scope="dialogue"):
    """Edit a part; what somebody else saved meanwhile is shown beside what was typed."""
    place = _place(request, scope, slug, kind)
    part = place.part(pk)
    if part is None:
        return _gone(request, place)
    back = place.kind.url_back(place.root, part)
    form = place.kind.form(typed(request), instance=part, setting=place.setting)
    try:
        if request.method == "POST" and form.is_valid() and (told := _changed(place, form)):
            messages.success(request, told)
            return redirect(back)
    except ObjectDoesNotExist:
        return _gone(request, place)
    context = place.context(
        form=form,
        part=part,
        title=_("Edit the %(what)s") % {"what": place.kind.name},
        cancel_url=back,
        delete_url=place.url("part_delete", part.pk),
    )
    return render(
        request, "dialogues/part_form.html", context, status=409 if form.conflict else 200
    )


def _changed(place, form):
    """What is told once it is saved; empty if it was not."""
    try:
        answered = place.kind.change(
            form.instance,
            based_on=form.based_on,
            fields=[name for name in form.model_fields if name not in _links(form)],
            links=_links(form),
            **{name: form.cleaned_data[name] for name in place.kind.passes},
        )
    except StaleVersion as stale:
        form.meet(stale.current)
        return ""
    except Refusal as refusal:
        form.add_error(getattr(refusal, "field", None), str(refusal))
        return ""
    except IntegrityError:
        form.add_error(None, _at_the_same_moment())
        return ""
    return " ".join(filter(None, (_("Saved."), place.kind.tells(answered))))


def _links(form):
    """The many-to-many relations among the fields of a form."""
    names = {relation.name for relation in form.instance._meta.many_to_many}
    return {name: list(form.cleaned_data[name]) for name in names & set(form.cleaned_data)}


def _gone(request, place):
    """404; what was typed into a form whose part was deleted meanwhile is given back."""
    if request.method != "POST":
        raise Http404
    sent = tidy(request.POST)
    typed_texts = [
        {"label": field.label, "text": sent[name]}
        for name, field in place.kind.form.base_fields.items()
        if isinstance(field, forms.CharField) and not field.widget.is_hidden and sent.get(name)
    ]
    context = place.context(title=_("This is not there any more"), typed_texts=typed_texts)
    return render(request, "dialogues/part_gone.html", context, status=404)


@login_required
def part_delete(request, slug, kind, pk, *, scope="dialogue"):
    """Say what goes with a part, and delete it once that was confirmed."""
    place = _place(request, scope, slug, kind)
    part = place.part_or_404(pk)
    back = place.kind.back(place.root, part)
    if request.method == "POST":
        remove_part(part)
        messages.success(request, _("Deleted."))
        return redirect(back)
    context = place.context(
        title=_("Delete the %(what)s?") % {"what": place.kind.name},
        words=_words(part, place.setting),
        consequences=place.kind.goes_with(part),
        cancel_url=place.kind.url_back(place.root, part),
    )
    return render(request, "dialogues/part_delete.html", context)


@login_required
@require_POST
def part_move(request, slug, kind, pk, *, scope="dialogue"):
    """Move a part up or down among its siblings by one place."""
    place = _place(request, scope, slug, kind)
    part = place.part_or_404(pk)
    move(part, place.kind.siblings(part), up=request.POST.get("direction") == "up")
    return redirect(place.kind.url_among(place.root, part))


def _words(part, setting=None):
    """A part as one recognises it: its title, else its words."""
    person = getattr(part, "person", None)
    if person is not None and setting is not None:
        return setting.naming.name(person)
    for name in ("title", "heading", "text", "body", "name"):
        if words := getattr(part, name, ""):
            return words
    return str(part)
