"""What a fault line is tied to: notes, questions and outcomes of dialogues, paragraphs of papers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.exceptions import Refusal
from core.paging import page_of
from core.permissions import require
from core.text import as_key, without_control
from dialogues.forms.fault_lines import PassageForm, TieFilter, TieForm
from dialogues.initiative_frame import initiative_or_404
from dialogues.models import Contribution, Dialogue, PaperVersion, Passage
from dialogues.parts.forms import typed
from dialogues.querysets import noted_by, prepared_by
from dialogues.services.fault_lines import (
    TIES,
    change_ties,
    remove_passage,
    surface_from_passage,
    tie_passage,
    untie,
)
from dialogues.trail_steps import paragraph_url
from dialogues.views.fault_lines import crumbs_below, fault_line_or_404, groups_of

CHANGE = "dialogues.change_initiative"


def _changeable(request, slug, pk):
    """The initiative and its fault line, for who may change them."""
    initiative = initiative_or_404(request, slug)
    require(request.user, CHANGE, initiative)
    return initiative, fault_line_or_404(initiative, pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fault_line_tie(request, slug, pk):
    """Choose a dialogue, then tick what in it belongs to the fault line: its notes page by page."""
    initiative, fault_line = _changeable(request, slug, pk)
    dialogues = Dialogue.objects.visible_to(request.user).filter(initiative=initiative)
    context = {
        "initiative": initiative,
        "fault_line": fault_line,
        "crumbs": crumbs_below(initiative, (fault_line.title, fault_line.get_absolute_url())),
    }
    wanted = without_control(request.GET.get("dialogue", ""))
    if not wanted:
        tied = Count("sessions__contributions", filter=_tied_notes(fault_line), distinct=True)
        rows = dialogues.annotate(tied=tied).order_by("-starts_on", "-pk")
        context["page"] = page_of(request, rows)
        return render(request, "dialogues/fault_line_tie_choose.html", context)
    dialogue = get_object_or_404(dialogues, slug=wanted)
    rows = _rows_of(request.user, dialogue)
    form = TieForm(typed(request), rows=rows)
    if request.method == "POST" and form.is_valid():
        tied, untied = change_ties(fault_line, form.changes())
        messages.success(request, _ties_in_words(tied, untied))
        return redirect(request.get_full_path())
    sessions = dialogue.sessions.values_list("pk", "title")
    filters = TieFilter(request.GET, sessions=sessions)
    page = page_of(request, filters.narrow(rows["contributions"], fault_line))
    groups = {group.pk: group for group in groups_of(initiative)}
    context |= {
        "dialogue": dialogue,
        "form": form,
        "filters": filters,
        "is_filtered": bool(filters.asked),
        "page": page,
        "sections": _sections(fault_line, rows, page, groups, form),
    }
    return render(request, "dialogues/fault_line_tie.html", context)


def _tied_notes(fault_line):
    return Q(sessions__contributions__fault_lines=fault_line)


def _rows_of(user, dialogue):
    """What of `dialogue` can be tied, by the names of TIES."""
    notes = Contribution.objects.filter(
        noted_by(user, "session__dialogue__"), session__dialogue=dialogue
    )
    return {
        "questions": dialogue.questions.all(),
        "key_messages": dialogue.key_messages.all(),
        "action_points": dialogue.action_points.all(),
        "contributions": notes.select_related("session", "parent").order_by(
            "session__position", "session_id", "pk"
        ),
    }


def _ties_in_words(tied, untied):
    parts = []
    if tied:
        parts.append(ngettext("%(number)d tied", "%(number)d tied", tied) % {"number": tied})
    if untied:
        words = ngettext("%(number)d untied", "%(number)d untied", untied)
        parts.append(words % {"number": untied})
    return _("Saved: %(changes)s.") % {"changes": ", ".join(parts)} if parts else _("Saved.")


def _sections(fault_line, rows, page, groups, form):
    """What is offered, kind by kind, each with its boxes; the notes are those of `page`."""
    labels = {
        "questions": _("Questions"),
        "key_messages": _("Key messages"),
        "action_points": _("Action points"),
        "contributions": _("Notes of what was said"),
    }
    offered = rows | {"contributions": page}
    return [
        {
            "name": name,
            "label": label,
            "is_paged": name == "contributions",
            "errors": form.errors.get(name, []) if form.is_bound else [],
            "boxes": _boxes(fault_line, name, offered[name], groups, form),
        }
        for name, label in labels.items()
    ]


def _boxes(fault_line, name, rows, groups, form):
    rows = list(rows)
    relation = getattr(fault_line, name)
    tied = set(relation.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    ticked = {as_key(key) for key in form.data.getlist(name)} if form.is_bound else tied
    return [
        {
            "pk": row.pk,
            "text": getattr(row, "title", "") or row.text,
            "was_tied": row.pk in tied,
            "is_ticked": row.pk in ticked,
            **(_about_note(row, groups) if name == "contributions" else {}),
        }
        for row in rows
    ]


def _about_note(row, groups):
    return {
        "kind": row.get_kind_display(),
        "group": groups.get(row.group_id),
        "session": row.session.title,
        "under": row.parent.text if row.parent else "",
    }


@login_required
@require_POST
def fault_line_untie(request, slug, pk):
    """Undo one tie, named by `kind` and `row`."""
    _initiative, fault_line = _changeable(request, slug, pk)
    kind, row = request.POST.get("kind"), as_key(request.POST.get("row"))
    if kind not in TIES or row is None:
        raise Http404
    if untie(fault_line, kind=kind, pk=row):
        messages.success(request, _("Untied. It stays where it stands."))
    else:
        messages.info(request, _("It was not tied to this fault line any more."))
    return redirect(f"{fault_line.get_absolute_url()}#trail")


# Paragraphs of papers ----------------------------------------------------------------------------
def _paragraph_or_404(request, initiative):
    """The version of a paper and the paragraph in it that the address names."""
    number = as_key(request.GET.get("version"))
    kind, key = (without_control(request.GET.get(name, "")) for name in ("kind", "block"))
    if number is None or number > 2**31 - 1:
        raise Http404
    versions = PaperVersion.objects.filter(
        prepared_by(request.user, "paper__initiative__"), paper__initiative=initiative
    )
    version = get_object_or_404(versions.select_related("paper"), paper__kind=kind, number=number)
    for block in version.blocks:
        if block.get("id") == key:
            return version, block
    raise Http404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def passage_add(request, slug):
    """Tie the paragraph that `?kind=&version=&block=` names to a fault line, or surface a new one."""
    initiative = initiative_or_404(request, slug)
    require(request.user, CHANGE, initiative)
    version, block = _paragraph_or_404(request, initiative)
    form = PassageForm(typed(request), fault_lines=initiative.fault_lines.all())
    if request.method == "POST" and form.is_valid():
        try:
            fault_line = _tied(initiative, version, block, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("The paragraph is tied to this fault line."))
            fault_line.initiative = initiative
            return redirect(fault_line)
    tied = Passage.objects.filter(paper=version.paper, block=block["id"])
    context = {
        "initiative": initiative,
        "version": version,
        "paragraph": block,
        "form": form,
        "tied": [passage.fault_line for passage in tied.select_related("fault_line")],
        "cancel_url": paragraph_url(initiative, version.paper.kind, version.number, block["id"]),
        "crumbs": crumbs_below(initiative),
    }
    return render(request, "dialogues/fault_line_passage.html", context)


def _tied(initiative, version, block, asked):
    if asked["fault_line"]:
        return tie_passage(asked["fault_line"], version=version, block=block).fault_line
    return surface_from_passage(initiative, title=asked["title"], version=version, block=block)


@login_required
@require_POST
def passage_remove(request, slug, pk):
    """Untie a paragraph."""
    initiative = initiative_or_404(request, slug)
    require(request.user, CHANGE, initiative)
    rows = Passage.objects.filter(fault_line__initiative=initiative).select_related("fault_line")
    passage = get_object_or_404(rows, pk=pk)
    passage.fault_line.initiative = initiative
    remove_passage(passage)
    messages.success(request, _("Untied. The paper stays as it is."))
    return redirect(f"{passage.fault_line.get_absolute_url()}#trail")
