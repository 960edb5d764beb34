"""Two entries of the register made one: whom with, what moves, and the way back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.paging import page_of
from core.permissions import require
from core.text import as_key
from stakeholders.access import access_of
from stakeholders.exceptions import MergeRefused, MergeStands
from stakeholders.finding import find
from stakeholders.forms.merging import MergeForm
from stakeholders.models import Merge, Organisation, Person
from stakeholders.services import merging as services
from stakeholders.views import register

PROPOSED = 20
PAGES = {Person: "stakeholders:person_merge", Organisation: "stakeholders:organisation_merge"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_merge(request, pk):
    """Make another entry one with that of a person: choose it, see what moves, confirm."""
    return _merge(request, Person, pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_merge(request, pk):
    """Make another entry one with that of an organisation: choose it, see what moves, confirm."""
    return _merge(request, Organisation, pk)


def _merge(request, model, pk):
    rows = model.objects.visible_to(request.user).select_related("programme")
    kept = get_object_or_404(rows, pk=pk)
    require(request.user, "stakeholders.merge", kept)
    other = as_key(request.POST.get("with") or request.GET.get("with"))
    if other is None:
        return _choose(request, kept)
    gone = get_object_or_404(rows.filter(programme=kept.programme), pk=other)
    try:
        services.refuse_unless_alike(kept, gone)
        return _preview(request, kept, gone)
    except MergeRefused as refusal:
        return _choose(request, kept, refusal=refusal)


# Which one -------------------------------------------------------------------------------------------
def _choose(request, kept, *, refusal=None):
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    others = type(kept).objects.filter(programme=kept.programme).exclude(pk=kept.pk)
    rows = find(others, words or kept.name).select_related("group")
    same_address = Q(email__iexact=kept.email) if kept.email else Q(pk__in=())
    if not words:
        alike = others.filter(same_address).select_related("group").order_by("name", "pk")
        rows = list(dict.fromkeys([*alike[:PROPOSED], *rows[:PROPOSED]]))
    context = {
        "kept": kept,
        "words": words,
        "others": [_offer(kept, row) for row in rows[:PROPOSED]],
        "refusal": refusal,
        "earlier": _earlier(kept),
        "crumbs": _crumbs(kept),
    }
    return render(
        request, "stakeholders/merge_choose.html", context, status=409 if refusal else 200
    )


def _earlier(kept):
    """Merges into this entry from which there is a way back still."""
    kind = Merge.Kind.PERSON if isinstance(kept, Person) else Merge.Kind.ORGANISATION
    rows = Merge.objects.filter(kind=kind, kept=kept.pk, undone_at=None)
    return [made for made in rows.select_related("by") if services.may_be_undone(made)]


def _offer(kept, row):
    return {
        "name": row.full_name,
        "detail": row.role if isinstance(row, Person) else row.acronym,
        "email": row.email,
        "same_email": bool(row.email) and row.email.lower() == kept.email.lower(),
        "group": row.group,
        "url": f"{reverse(PAGES[type(kept)], args=[kept.pk])}?with={row.pk}",
        "page": row.get_absolute_url(),
    }


# What moves ------------------------------------------------------------------------------------------
def _preview(request, kept, gone):
    form = MergeForm(request.POST if request.method == "POST" else None, kept=kept, gone=gone)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.merge(kept, gone, by=request.user, take=form.taken, seen=form.seen)
        except MergeRefused as refused:
            refusal = refused
            kept.refresh_from_db()
            gone.refresh_from_db()
            form = MergeForm(None, kept=kept, gone=gone)
        else:
            messages.success(request, _("The two entries are one now. There is a way back."))
            return redirect("stakeholders:merge", pk=made.pk)
    plan = services.plan_merge(kept, gone)
    context = {
        "kept": kept,
        "gone": gone,
        "form": form,
        "moves": plan.in_words(),
        "clashes": _clashes_in_words(request.user, plan),
        "notes": _notes(kept, gone),
        "refusal": refusal,
        "turned_url": f"{reverse(PAGES[type(kept)], args=[gone.pk])}?with={kept.pk}",
        "cancel_url": reverse(PAGES[type(kept)], args=[kept.pk]),
        "crumbs": _crumbs(kept),
    }
    return render(
        request, "stakeholders/merge_preview.html", context, status=409 if refusal else 200
    )


def _clashes_in_words(user, plan):
    # That both count in one category needs no words.
    told = [clash for clash in plan.clashes if not clash.goes._meta.auto_created]
    return [_clash_in_words(user, clash) for clash in told]


def _clash_in_words(user, clash):
    """Where both entries stand: the kind of row, and what it belongs to as far as `user` may know it."""
    where = [_name_of(user, clash.goes, name) for name in clash.by]
    kind = str(clash.goes._meta.verbose_name).capitalize()
    return {"kind": kind, "where": ", ".join(str(part) for part in where if part)}


def _name_of(user, row, name):
    """What the field `name` of `row` is called; empty where `user` may not know it."""
    value = getattr(row, name)
    if not row._meta.get_field(name).is_relation:
        return getattr(row, f"get_{name}_display", lambda: value)()
    rows = type(value).objects.filter(pk=value.pk)
    if hasattr(rows, "visible_to"):
        return value if rows.visible_to(user).exists() else ""
    return value if value._meta.app_label == "stakeholders" else ""


def _notes(kept, gone):
    """What is to be known about the two before one says yes."""
    if isinstance(kept, Person) and kept.protected != gone.protected:
        yield _("One of the two is protected, so the entry will be: with all that comes over.")
    if isinstance(kept, Person) and (kept.protected or gone.protected) and kept.name != gone.name:
        yield _(
            "Names of protected people are taken out of texts as the register spells them. Choose the "
            "spelling that stands in notes and reports; the other one is no longer looked for."
        )


# Afterwards ------------------------------------------------------------------------------------------
@login_required
@require_safe
def merge_list(request):
    """Which entries were made one, by whom, and from which there is a way back."""
    require(request.user, "stakeholders.add_person")
    rows = _merges(request.user).select_related("by", "undone_by").defer("log")
    page = page_of(request, rows)
    context = {
        "page": page,
        "merges": [
            {"made": made, "kept": name, "url": reverse("stakeholders:merge", args=[made.pk])}
            for made, name in zip(page, _kept_names(page), strict=True)
        ],
        "crumbs": register.crumbs(),
    }
    return render(request, "stakeholders/merge_list.html", context)


def _merges(user):
    return Merge.objects.filter(programme__in=access_of(user).programmes)


def _kept_names(merges):
    """What the kept entries are called now, in the order of `merges`; empty for those that are gone."""
    names = {}
    for kind, model in services.MODELS.items():
        rows = model.objects.filter(pk__in=[made.kept for made in merges if made.kind == kind])
        names |= {(kind, row.pk): row.full_name for row in rows}
    return [names.get((made.kind, made.kept), "") for made in merges]


@login_required
@require_safe
def merge(request, pk):
    """Two entries that were made one: which, and the way back."""
    made = get_object_or_404(_merges(request.user).select_related("by", "undone_by"), pk=pk)
    kept = services.MODELS[made.kind].objects.filter(pk=made.kept).first()
    context = {
        "made": made,
        "kept": kept,
        "gone": _gone_name(made),
        "may_be_undone": kept is not None and services.may_be_undone(made),
        "until": made.at + services.WAY_BACK,
        "crumbs": register.crumbs((_("Merges"), reverse("stakeholders:merge_list"))),
    }
    return render(request, "stakeholders/merge.html", context)


def _gone_name(made):
    """What the entry that went was called, as long as the log knows it."""
    label = services.MODELS[made.kind]._meta.label_lower
    for step in made.log:
        row = step.get("row", {})
        if step["model"] == label and row.get("id") == made.gone:
            return row["name"]
    return ""


@login_required
@require_POST
def merge_undo(request, pk):
    """Take the two entries apart again."""
    made = get_object_or_404(_merges(request.user), pk=pk)
    try:
        back = services.undo_merge(made, by=request.user)
    except MergeStands as refusal:
        messages.error(request, str(refusal))
        return redirect("stakeholders:merge", pk=made.pk)
    messages.success(request, _("Both entries are in the register again."))
    return redirect(back)


def _crumbs(kept):
    if isinstance(kept, Person):
        return register.crumbs((kept.full_name, kept.get_absolute_url()))
    organisations = (_("Organisations"), reverse("stakeholders:organisation_list"))
    return register.crumbs(organisations, (kept.name, kept.get_absolute_url()))
