"""The addresses of papers: a concept note that is submitted, and a scoping paper that is a draft."""

from core.uploads import Brought, keep_upload
from tests import factories as make
from tests.routes import Route

STEPS = ("paper_submit", "paper_withdraw", "paper_return", "paper_approve")


def routes(world):
    """A Route for every name, on papers that are made here."""
    initiative = world.initiative
    note = _paper(initiative, "concept-note", state="submitted")
    if not note.versions.exists():
        make.PaperVersionFactory(paper=note)
    other = make.InitiativeFactory(programme=world.programme)
    paper = _paper(initiative, "scoping-paper", sections={"body": "Text."})
    brought = make.PaperVersionFactory(paper=paper, number=50, file=_kept("file.png"))
    figure = make.FigureFactory(paper=paper, upload=_kept("figure.png"))
    n, p = (initiative.slug, "concept-note"), (initiative.slug, "scoping-paper")
    return [
        Route("dialogues:paper", p),
        Route("dialogues:paper", (other.slug, "scoping-paper"), label="not begun, convenor only"),
        Route("dialogues:paper_start", (other.slug, "scoping-paper")),
        Route("dialogues:paper_edit", p),
        Route("dialogues:paper_scores", n),
        Route("dialogues:paper_compare", p),
        Route("dialogues:paper_version", (*p, brought.number)),
        Route("dialogues:paper_file", (*p, brought.number)),
        Route("dialogues:paper_release", p),
        Route("dialogues:paper_upload", p),
        *(Route(f"dialogues:{step}", n) for step in STEPS),
        Route("dialogues:figure_list", p),
        Route("dialogues:figure_add", p),
        Route("dialogues:figure_edit", (*p, figure.pk)),
        Route("dialogues:figure_delete", (*p, figure.pk)),
        Route("dialogues:figure", (*p, figure.upload.key)),
    ]


def _paper(initiative, kind, **fields):
    """The initiative's paper of that kind; one with `fields` if it has none."""
    known = initiative.papers.filter(kind=kind).first()
    return known or make.PaperFactory(initiative=initiative, kind=kind, **fields)


def _kept(name):
    return keep_upload(Brought(name, "image/png", b"image"))
