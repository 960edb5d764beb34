"""What was said: the sessions with who was heard, and the page on which one session is taken down."""

from itertools import groupby
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.exceptions import Refusal
from core.paging import page_of
from core.text import as_key
from dialogues.frame import dialogue_or_404, frame, require_tab
from dialogues.models import Contribution
from dialogues.parts.choices import Setting
from dialogues.parts.forms import NextNoteForm, typed
from dialogues.said import Outline, about, matrix_of, with_words
from dialogues.said import page_of as page_holding
from dialogues.services.said import take_down
from stakeholders.models import Group

REMEMBERED = ("kind", "group", "table", "question")


@login_required
@require_safe
def said(request, slug):
    """The sessions of a dialogue and who was heard on which question."""
    dialogue = dialogue_or_404(request, slug)
    require_tab(request.user, dialogue, "said")
    context = frame(request, dialogue, "said")
    questions = list(dialogue.questions.all())
    groups = list(Group.objects.filter(programme=dialogue.initiative.programme_id))
    context |= {
        "questions": questions,
        "groups": groups,
        "matrix": matrix_of(dialogue, questions, groups) if questions or groups else [],
    }
    found = _asked_for(request, questions, groups)
    if found is not None:
        rows = Contribution.objects.filter(session__dialogue=dialogue).select_related("session")
        rows = with_words(about(rows, question=found["key"], group=found["group_id"]))
        page = page_of(request, rows.order_by("session__position", "session_id", "position", "pk"))
        naming = context["naming"]
        notes = [{"note": note, "by": naming.name(note.speaker)} for note in page]
        context |= {"found": found, "page": page, "notes": notes}
    else:
        context["blocks"] = _blocks(dialogue, context["naming"])
    return render(request, "dialogues/said.html", context)


def _asked_for(request, questions, groups):
    """The question and group that the address asks for; None if it asks for neither."""
    asked = {question.pk: question for question in questions}
    known = {group.pk: group for group in groups}
    key = request.GET.get("question", "")
    question = asked.get(as_key(key))
    group = known.get(as_key(request.GET.get("group")))
    if question is None and group is None and key != "none":
        return None
    return {
        "key": question.pk if question else "none" if key == "none" else None,
        "question": question,
        "without_question": key == "none",
        "group": group,
        "group_id": group.pk if group else None,
    }


def _blocks(dialogue, naming):
    """Sessions in order, those that ran side by side together; in two queries."""
    sessions = list(
        dialogue.sessions.select_related(
            "question", "facilitator__organisation", "rapporteur__organisation"
        )
        .prefetch_related("synthesises")
        .annotate(notes=Count("contributions"))
        .order_by("position", "pk")
    )
    rows = [
        {
            "session": session,
            "facilitator": naming.name(session.facilitator),
            "rapporteur": naming.name(session.rapporteur),
            "is_first": number == 0,
            "is_last": number == len(sessions) - 1,
        }
        for number, session in enumerate(sessions)
    ]
    return [
        {"parallel": name, "rows": list(block)}
        for (name, _own), block in groupby(rows, key=_block_of)
    ]


def _block_of(row):
    session = row["session"]
    return (session.parallel, "") if session.parallel else ("", session.pk)


@login_required
def session(request, slug, pk):
    """One session: its notes, some fifty at a time with their points, and the form for the next one."""
    dialogue = dialogue_or_404(request, slug)
    require_tab(request.user, dialogue, "said")
    rows = dialogue.sessions.select_related(
        "question", "facilitator__organisation", "rapporteur__organisation"
    )
    this = get_object_or_404(rows, pk=pk)
    setting = Setting(dialogue, request.user)
    form = _next_note(request, this, setting)
    if request.method == "POST" and form.is_valid() and _taken_down(request, form):
        return redirect(_after(request, dialogue, form.instance))
    context = frame(request, dialogue, "said")
    naming = context["naming"]
    outline = Outline(this.pk)
    page = outline.page(_page_asked(request, outline))
    nodes = outline.nodes(list(page), naming)
    context |= {
        "session": this,
        "facilitator": naming.name(this.facilitator),
        "rapporteur": naming.name(this.rapporteur),
        "draws_together": list(this.synthesises.all()),
        "page": page,
        "nodes": nodes,
        "noted": _noted(request, nodes),
        "form": form,
    }
    return render(request, "dialogues/session.html", context)


def _page_asked(request, outline):
    """The page that the address asks for: by its number, or by a `note` that stands on it."""
    key = as_key(request.GET.get("note"))
    if "page" not in request.GET and key in outline.parents:
        return outline.page_of(key)
    return request.GET.get("page")


def _next_note(request, this, setting):
    note = Contribution(session=this)
    remembered = {name: request.GET[name] for name in REMEMBERED if request.GET.get(name)}
    if not setting.dialogue.is_chatham_house and request.GET.get("speaker"):
        remembered["speaker"] = request.GET["speaker"]
    return NextNoteForm(typed(request), instance=note, setting=setting, initial=remembered)


def _taken_down(request, form):
    try:
        take_down(form.instance, by=request.user)
    except Refusal as refusal:
        form.instance.pk = None
        form.add_error(getattr(refusal, "field", None), str(refusal))
        return False
    return True


def _after(request, dialogue, note):
    """The address of the same page with all but the words remembered for the next note.

    Whom a note of a Chatham House dialogue names is remembered nowhere.
    """
    values = {"kind": note.kind, "group": note.group_id, "table": note.table}
    values["question"] = note.question_id
    if not dialogue.is_chatham_house:
        values["speaker"] = note.speaker_id
    values |= {"page": page_holding(note), "noted": note.pk}
    query = urlencode({name: value for name, value in values.items() if value})
    address = reverse("dialogues:session", args=[dialogue.slug, note.session_id])
    return f"{address}?{query}#next-note"


def _noted(request, nodes):
    """The note that was just taken down, to be shown above the form for the next one."""
    key = request.GET.get("noted", "")
    return next((node.contribution for node in nodes if str(node.contribution.pk) == key), None)
