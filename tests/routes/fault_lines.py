"""The addresses of fault lines: the matrix, a page, its history and what it is tied to."""

from dialogues.models import Passage
from tests import factories as make
from tests.routes import Route


def routes(world):
    initiative = world.initiative
    fault_line = make.FaultLineFactory(initiative=initiative)
    i, line = (initiative.slug,), (initiative.slug, fault_line.pk)
    # The papers of the world's initiative are made elsewhere, and it has one of a kind.
    other = make.InitiativeFactory(programme=world.programme)
    version = make.PaperVersionFactory(paper=make.PaperFactory(initiative=other))
    passage = Passage.objects.create(
        fault_line=make.FaultLineFactory(initiative=other), paper=version.paper, block="second"
    )
    paragraph = "?kind=scoping-paper&version=1&block=first"
    chosen = f"?dialogue={world.dialogue.slug}"
    return [
        Route("dialogues:fault_lines", i),
        Route("dialogues:fault_line", line),
        Route("dialogues:fault_line_moment", line),
        Route("dialogues:fault_line_tie", line),
        Route("dialogues:fault_line_tie", line, query=chosen, label="a dialogue"),
        Route("dialogues:fault_line_untie", line),
        Route("dialogues:passage_add", (other.slug,), query=paragraph),
        Route("dialogues:passage_remove", (other.slug, passage.pk)),
        Route("roadmaps:fault_line_actions", (fault_line.pk,)),
    ]
