"""Papers of an initiative: the tab of each, its draft, its scores, its versions, and two of them compared."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.comparing import changes_of
from core.exceptions import StaleVersion
from core.paging import page_of
from core.text import as_key
from core.uploads import serve
from dialogues.blocks import blocks_of
from dialogues.comparing import scores_changed
from dialogues.course import stage_url
from dialogues.exceptions import PaperStarted
from dialogues.forms.papers import CompareForm, PaperForm, ScoresForm
from dialogues.initiative_frame import (
    crumbs_to,
    initiative_frame,
    initiative_or_404,
    require_tab,
    tab_url,
)
from dialogues.models import Initiative, Paper, PaperKind, Stage
from dialogues.outlines import compose, is_scored
from dialogues.papers import Text, figures_of_draft, profile, standing_of_paper, text_of
from dialogues.services.papers import change_paper, start_paper
from dialogues.veil import veil_for

ROWS = 200  # paragraphs of a comparison on one page
DRAFT = "draft"


@dataclass
class Desk:
    """What every view of a paper begins with: the initiative, the paper, and what the viewer may do."""

    initiative: Initiative
    kind: PaperKind
    paper: Paper | None
    may_write: bool
    may_approve: bool

    def url(self, name, *more):
        """The address of the page `name` of this paper."""
        return reverse(f"dialogues:{name}", args=[self.initiative.slug, self.kind.value, *more])

    @property
    def crumbs(self):
        """The way to a page below the paper's tab."""
        return crumbs_to(self.initiative, (self.kind.label, tab_url(self.initiative, self.kind)))

    def version_or_404(self, number):
        """Version `number` of the paper."""
        rows = self.paper.versions.select_related("made_by", "file")
        version = get_object_or_404(rows, number=as_key(number))
        version.paper = self.paper
        return version


def desk_or_404(request, slug, kind, *, writes=False, needs_paper=True):
    """The Desk of the paper `kind`; 404 for strangers and for what there is not, 403 for those who may know
    of the initiative and not read its papers, or not write them (`writes`)."""
    initiative = initiative_or_404(request, slug)
    if kind not in PaperKind.values:
        raise Http404(kind)
    require_tab(request.user, initiative, kind)
    # For who veils names in finished pages, as the initiative's own frame says it.
    request.knows_everybody = request.user.has_perm("dialogues.see_identities", initiative)
    may_write = request.user.has_perm("dialogues.change_initiative", initiative)
    if writes and not may_write:
        raise PermissionDenied(kind)
    paper = initiative.papers.select_related("file").filter(kind=kind).first()
    if paper is None and needs_paper:
        raise Http404(kind)
    if paper:
        paper.initiative = initiative
    may_approve = request.user.has_perm("dialogues.approve_papers", initiative)
    return Desk(initiative, PaperKind(kind), paper, may_write, may_approve)


@login_required
@require_safe
def paper(request, slug, kind):
    """The tab of a paper: where it stands, its newest version to read, its versions and what was decided."""
    desk = desk_or_404(request, slug, kind, needs_paper=False)
    context = initiative_frame(request, desk.initiative, kind) | {"desk": desk}
    if desk.paper is None:
        return render(request, "dialogues/paper_none.html", context)
    standing = standing_of_paper(desk.paper)
    newest = standing.newest
    is_draft = newest is None
    if is_draft and desk.may_write:
        text = _text_of_draft(desk.paper)
    else:
        text = (
            text_of(desk.paper.versions.get(pk=newest.pk)) if newest and not newest.file else None
        )
    action = _next_action(desk, standing)
    context |= {
        "paper": desk.paper,
        "standing": standing,
        "version": newest,
        "is_draft": is_draft,
        "action": action,
        "may_submit": desk.may_write and standing.may_be_submitted and not standing.is_reviewed,
        "scores": _scores_shown(desk, newest),
    } | _reading(request, text, heading_level=3)
    return render(request, "dialogues/paper.html", context)


def _text_of_draft(paper):
    body = compose(paper.kind, paper.sections)
    return Text(body, blocks_of(body), figures_of_draft(paper, body))


def _reading(request, text, *, heading_level):
    """One page of a text: `?page=`, the nearest one when it asks for none that exists."""
    if text is None or not text.parts:
        return {"parts": [], "contents": [], "page": None}
    page = page_of(request, range(text.pages), size=1)
    return {
        "page": page,
        "parts": text.on_page(page.number, heading_level=heading_level),
        "contents": text.contents(page.number),
    }


def _scores_shown(desk, newest):
    if not is_scored(desk.kind):
        return None
    return profile(newest.scores if newest else desk.paper.scores if desk.may_write else {})


def _next_action(desk, standing):
    """The one thing to do next, for those who may do it."""
    number = standing.newest.number if standing.newest else 0
    if standing.paper.state == Paper.State.SUBMITTED:
        if desk.may_approve:
            label = _("Decide on version %(number)d")
            return {"label": label % {"number": number}, "url": desk.url("paper_approve")}
        return None
    if not desk.may_write:
        return None
    if standing.newest is None and standing.paper.version == 1:
        return {"label": _("Write"), "url": desk.url("paper_edit")}
    if standing.is_ahead:
        label = _("Make version %(number)d")
        return {"label": label % {"number": number + 1}, "url": desk.url("paper_release")}
    if standing.may_be_submitted and not standing.is_reviewed:
        label = _("Send version %(number)d for review")
        return {"label": label % {"number": number}, "url": desk.url("review_send", number)}
    if standing.may_be_submitted:
        label = _("Submit version %(number)d")
        return {"label": label % {"number": number}, "url": desk.url("paper_submit")}
    if not standing.versions or standing.returned:
        return {"label": _("Write"), "url": desk.url("paper_edit")}
    return _on_to_the_gate(desk)


def _on_to_the_gate(desk):
    """To the gate of the paper's own stage, where one is under way: the paper was approved for it."""
    stage = desk.initiative.stages.filter(kind=desk.kind.value, state=Stage.State.OPEN).first()
    if stage is None:
        return None
    return {"label": _("On to the gate"), "url": stage_url(stage, desk.initiative.slug)}


@login_required
@require_POST
def paper_start(request, slug, kind):
    """Begin a paper, and go on to its text; the title can be changed there."""
    desk = desk_or_404(request, slug, kind, writes=True, needs_paper=False)
    try:
        start_paper(desk.initiative, kind=kind)
    except PaperStarted as refusal:
        messages.info(request, str(refusal))
        return redirect(tab_url(desk.initiative, kind))
    return redirect(desk.url("paper_edit"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_edit(request, slug, kind):
    """Write the draft of a paper."""
    desk = desk_or_404(request, slug, kind, writes=True)
    title = desk.paper.title  # as it stands: validation writes what was typed to the instance
    form = PaperForm(request.POST or None, instance=desk.paper)
    more = {
        "title": title,
        "submit": _("Save"),
        "figures": desk.paper.figures.filter(retired=False).select_related("upload"),
    }
    return _edited(request, desk, form, "dialogues/paper_edit.html", more)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_scores(request, slug, kind):
    """Score what an issue is weighed by, each with a reason."""
    desk = desk_or_404(request, slug, kind, writes=True)
    if not is_scored(kind):
        raise Http404(kind)
    drawn = profile(desk.paper.scores)
    form = ScoresForm(request.POST or None, instance=desk.paper)
    more = {"title": _("Weigh the issue"), "submit": _("Save the scores"), "scores": drawn}
    return _edited(request, desk, form, "dialogues/paper_scores.html", more)


def _edited(request, desk, form, template, more):
    if request.method == "POST" and form.is_valid():
        try:
            change_paper(desk.paper, based_on=form.based_on, fields=form.model_fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved. It is in no version yet."))
            return redirect(desk.url("paper"))
    context = {
        "desk": desk,
        "form": form,
        "cancel_url": desk.url("paper"),
        "crumbs": desk.crumbs,
    } | more
    return render(request, template, context, status=409 if form.conflict else 200)


# Versions ---------------------------------------------------------------------------------------
@login_required
@require_safe
def paper_version(request, slug, kind, number):
    """A version to read."""
    desk = desk_or_404(request, slug, kind)
    version = desk.version_or_404(number)
    numbers = desk.paper.versions.order_by("number").values_list("number", flat=True)
    earlier = [other for other in numbers if other < version.number]
    context = {
        "desk": desk,
        "version": version,
        "newest": max(numbers),
        "before": earlier[-1] if earlier else None,
        "compare_url": f"{desk.url('paper_compare')}?from={max(earlier, default=0)}&to={version.number}",
        "decisions": version.decisions.select_related("taken_by"),
        "scores": profile(version.scores) if is_scored(kind) else None,
        "title": version.title,
        "crumbs": desk.crumbs,
    } | _reading(request, None if version.file else text_of(version), heading_level=2)
    return render(request, "dialogues/paper_version.html", context)


@login_required
@require_safe
def paper_file(request, slug, kind, number):
    """The file that a version is."""
    version = desk_or_404(request, slug, kind).version_or_404(number)
    if version.file is None:
        raise Http404(kind)
    return serve(version.file)


@login_required
@require_safe
def paper_compare(request, slug, kind):
    """Any two versions, or one and the draft, paragraph by paragraph and word by word."""
    desk = desk_or_404(request, slug, kind)
    versions = list(desk.paper.versions.select_related("file").defer("blocks", "sections"))
    by_key = {str(version.number): version for version in versions}
    choices = [(key, str(version)) for key, version in by_key.items()]
    if desk.may_write:
        choices.insert(0, (DRAFT, _("The draft")))
    asked = _asked(request, [key for key, _label in choices])
    form = CompareForm(asked, choices=choices)
    context = {"desk": desk, "form": form, "crumbs": desk.crumbs, "labels": {}}
    if form.both:
        sides = [by_key.get(form.cleaned_data[end]) for end in ("from", "to")]
        context |= _compared(request, desk.paper, *sides)
        labels = dict(choices)
        context["from_label"], context["to_label"] = (labels[asked[end]] for end in ("from", "to"))
    return render(request, "dialogues/paper_compare.html", context)


def _asked(request, keys):
    """What is compared: what was asked for, else the last two versions, else the only one and the draft."""
    versions = [key for key in keys if key != DRAFT]
    usual = versions if len(versions) > 1 else keys
    newest, before = (*usual[:2], *usual[:1], "", "")[:2]
    return {"from": request.GET.get("from") or before, "to": request.GET.get("to") or newest}


def _veiled(bodies, veil):
    """Two texts, each paragraph that only one of them has veiled: no name goes over an empty line, and what
    both have is veiled in the finished page. Two hundred pages at once would take minutes."""
    paragraphs = [body.split("\n\n") for body in bodies]
    same = set(paragraphs[0]) & set(paragraphs[1])
    return [
        "\n\n".join(text if text in same else veil(text) for text in texts) for texts in paragraphs
    ]


def _compared(request, paper, before, after):
    """`before` and `after` are versions; None is the draft."""
    if any(side is not None and side.file for side in (before, after)):
        return {"is_file": True}
    bodies = [
        side.body if side else compose(paper.kind, paper.sections) for side in (before, after)
    ]
    if not request.knows_everybody:
        # A name of which one word changed would stand in two pieces that nobody recognises later.
        bodies = _veiled(bodies, veil_for(request.user))
    scores = [side.scores if side else paper.scores for side in (before, after)]
    rows, counts = changes_of(*bodies)
    return {
        "page": page_of(request, rows, size=ROWS),
        "counts": counts,
        "scores": scores_changed(*scores) if is_scored(paper.kind) else [],
    }
