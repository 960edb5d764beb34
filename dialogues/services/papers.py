"""How papers come to be: begun, written, made into versions, submitted, returned and approved."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.services import next_position, save_version
from core.uploads import forget_upload, keep_upload
from dialogues.blocks import blocks_of
from dialogues.exceptions import DraftMoved, NoteMissing, NothingNew, PaperMoved, PaperStarted
from dialogues.models import Figure, Paper, PaperDecision, PaperKind, PaperVersion
from dialogues.outlines import compose

State, Step = Paper.State, PaperDecision.Step


# Writing ----------------------------------------------------------------------------------------
def start_paper(initiative, *, kind, title=""):
    """Begin the paper `kind` of `initiative`; a concept note takes over what is known of the initiative.

    Atomic. Raises PaperStarted when there is one already.
    """
    kind = PaperKind(kind)
    paper = Paper(
        initiative=initiative,
        kind=kind,
        title=title or f"{initiative.title}: {kind.label}"[:300],
        sections=_known_of(initiative) if kind == PaperKind.CONCEPT_NOTE else {},
    )
    try:
        with transaction.atomic():
            paper.save()
    except IntegrityError:
        raise PaperStarted(initiative.papers.get(kind=kind)) from None
    return paper


def _known_of(initiative):
    """The sections of a concept note, as far as the initiative's page tells them."""
    amount = initiative.budget_amount
    budget = f"{initiative.budget_currency} {amount:,}" if amount is not None else ""
    known = {
        "issue": initiative.issue,
        "why_dialogue": "\n\n".join(
            part for part in (initiative.purpose, _listed(initiative.impact_factors)) if part
        ),
        "fault_lines": _listed(initiative.fault_lines.values_list("title", flat=True)),
        "groups": _listed(initiative.programme.groups.values_list("name", flat=True)),
        "policy_processes": _listed(initiative.policy_processes),
        "outcome_areas": _listed(initiative.outcome_areas),
        "budget": "\n\n".join(part for part in (budget, initiative.budget_note) if part),
    }
    return {key: text for key, text in known.items() if text}


def _listed(lines):
    return "\n".join(f"- {line}" for line in lines)


def change_paper(paper, *, based_on, fields):
    """Save `fields` of the draft that was edited from version `based_on`; raises StaleVersion."""
    return save_version(paper, based_on=based_on, fields=fields)


# Versions ---------------------------------------------------------------------------------------
def newest_text(paper):
    """The newest version that was written here, None if there is none."""
    return paper.versions.filter(file=None).order_by("-number").first()


def draft_differs(paper, version):
    """True if the draft of `paper` says anything that `version`, its newest written one, does not."""
    if version is None:
        return any(str(text).strip() for text in paper.sections.values())
    if paper.title != version.title or _scored(paper.scores) != _scored(version.scores):
        return True
    if _written(paper.sections) != _written(version.sections):
        return True
    return bool(version.figures) and figures_in(paper, version.body) != version.figures


def _written(sections):
    return {key: text.strip() for key, text in sections.items() if text.strip()}


def _scored(scores):
    return {key: row for key, row in scores.items() if row.get("score") is not None}


def figures_in(paper, body):
    """What is said of the figures that the text `body` shows, to be kept with a version."""
    if "figure:" not in body:
        return []
    return [
        {
            "key": str(figure.upload.key),
            "caption": figure.caption,
            "alternative": figure.alternative,
            "credit": figure.credit,
        }
        for figure in paper.figures.filter(retired=False).select_related("upload")
        if f"figure:{figure.upload.key}" in body
    ]


@transaction.atomic
def make_version(paper, *, by, note="", based_on=None, submit=False):
    """Freeze the draft of `paper` as its next numbered version and return that; `submit` asks for its
    approval, too.

    Atomic. `based_on` is the `version` of the draft that was seen. Raises DraftMoved if it has been changed
    since, NothingNew if it says what the last version says, NoteMissing if a further version does not
    say what changed, and PaperMoved while the paper is submitted. What was approved stays so; the paper
    itself is a draft again.
    """
    paper = _held(paper, before=(State.DRAFT, State.RETURNED, State.APPROVED))
    if based_on is not None and paper.version != based_on:
        raise DraftMoved
    last = newest_text(paper)
    if not draft_differs(paper, last):
        raise NothingNew
    body = compose(paper.kind, paper.sections)
    version = PaperVersion(
        title=paper.title,
        sections=paper.sections,
        scores=paper.scores,
        body=body,
        blocks=blocks_of(body, previous=last.blocks if last else ()),
        figures=figures_in(paper, body),
    )
    version = _numbered(paper, version, by=by, note=note)
    if submit:
        submit_paper(paper, number=version.number, by=by)
    return version


@transaction.atomic
def bring_version(paper, *, file, by, note=""):
    """Keep `file` (core.uploads.Brought, a PDF) as the next version of `paper`.

    Atomic. Raises NoteMissing and PaperMoved as `make_version` does.
    """
    paper = _held(paper, before=(State.DRAFT, State.RETURNED, State.APPROVED))
    version = PaperVersion(title=paper.title, file=None)
    _refuse_without_note(paper, note)
    version.file = keep_upload(file)
    return _numbered(paper, version, by=by, note=note)


def _held(paper, *, before):
    """The paper as it stands, held against others until the transaction ends; PaperMoved if its state is
    none of `before`."""
    rows = Paper.objects.select_for_update(of=("self",)).select_related("initiative")
    held = rows.get(pk=paper.pk)
    if held.state not in before:
        raise PaperMoved(held)
    return held


def _numbered(paper, version, *, by, note):
    _refuse_without_note(paper, note)
    version.paper = paper
    version.number = (paper.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version.note = note
    version.made_by = by
    version.made_at = timezone.now()
    version.save()
    state = State.DRAFT if paper.state == State.APPROVED else paper.state
    Paper.objects.filter(pk=paper.pk).update(
        file=version.file, state=state, updated_at=timezone.now()
    )
    return version


def _refuse_without_note(paper, note):
    if not note.strip() and paper.versions.exists():
        raise NoteMissing


# The way to approval ----------------------------------------------------------------------------
def submit_paper(paper, *, number, by):
    """Submit version `number`, the newest, for approval. Raises PaperMoved if it is not (any more) the
    newest or the paper is submitted or approved, NothingNew if this version was returned."""
    with transaction.atomic():
        held = _held(paper, before=(State.DRAFT, State.RETURNED))
        version = _newest(held, number)
        if version.decisions.filter(step=Step.RETURNED).exists():
            raise NothingNew(
                _("This version was returned. Change the paper and make a new version first.")
            )
        return _step(held, version, Step.SUBMITTED, State.SUBMITTED, by=by)


def withdraw_paper(paper, *, number, by):
    """Take the submitted version `number` back. Raises PaperMoved if it is not submitted (any more)."""
    return _decide(paper, number, Step.WITHDRAWN, State.DRAFT, by=by)


def return_paper(paper, *, number, by, reason):
    """Return the submitted version `number` with reasons; raises PaperMoved as approve_paper does."""
    return _decide(paper, number, Step.RETURNED, State.RETURNED, by=by, reason=reason)


def approve_paper(paper, *, number, by, reason=""):
    """Approve the submitted version `number`. Of two who approve at once the second is refused.

    Raises PaperMoved if the paper is not submitted (any more) or another version is.
    """
    return _decide(paper, number, Step.APPROVED, State.APPROVED, by=by, reason=reason)


@transaction.atomic
def _decide(paper, number, step, state, *, by, reason=""):
    held = _held(paper, before=(State.SUBMITTED,))
    return _step(held, _newest(held, number), step, state, by=by, reason=reason)


def _newest(paper, number):
    version = paper.versions.order_by("-number").first()
    if version is None or version.number != number:
        raise PaperMoved(paper)
    return version


def _step(paper, version, step, state, *, by, reason=""):
    # Compare-and-set: databases that do not hold rows (SQLite) come to the same end.
    rows = Paper.objects.filter(pk=paper.pk, state=paper.state)
    if not rows.update(state=state, updated_at=timezone.now()):
        raise PaperMoved(Paper.objects.get(pk=paper.pk))
    return PaperDecision.objects.create(
        version=version, step=step, taken_by=by, taken_at=timezone.now(), reason=reason
    )


# Figures ----------------------------------------------------------------------------------------
@transaction.atomic
def add_figure(paper, *, file, caption, alternative, credit):
    """Keep an image (core.uploads.Brought) as a figure of `paper`, to be shown where its text says so."""
    return Figure.objects.create(
        paper=paper,
        upload=keep_upload(file),
        caption=caption,
        alternative=alternative,
        credit=credit,
        position=next_position(paper.figures.all()),
    )


def change_figure(figure, *, caption, alternative, credit):
    """Change what is said of a figure; versions made before keep what they said."""
    figure.caption, figure.alternative, figure.credit = caption, alternative, credit
    figure.save(update_fields=["caption", "alternative", "credit"])


@transaction.atomic
def remove_figure(figure):
    """Take a figure out of its paper. Its image goes too, unless a version shows it."""
    shown = f"figure:{figure.upload.key}"
    if figure.paper.versions.filter(body__contains=shown).exists():
        Figure.objects.filter(pk=figure.pk).update(retired=True)
        return
    upload = figure.upload
    figure.delete()
    forget_upload(upload)
