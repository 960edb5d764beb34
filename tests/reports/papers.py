"""A concept note with something in every part of its print, and comments on it, for the tests of reports."""

import io
from datetime import UTC, datetime
from types import SimpleNamespace

from PIL import Image

from core.uploads import Brought, keep_upload
from dialogues.blocks import blocks_of
from dialogues.models import PaperDecision
from dialogues.outlines import CRITERIA
from reports.models import Report
from tests import factories as make

TEXT = """# The issue and the conflict

Idle ground lies inside **large** concessions, and those who wash there hold *no* paper. Bulma Hiddenova
said so.

## Since when

- Since the survey:
    - of the coast
        1. in the east
        2. in the west
- Since the law

   which nobody read

#### Skipped a level

> We only want a paper that holds.

![the ground](figure:{key})

| District | Pits |
|---|---:|
| Tarkwa | 120 |
| Prestea | 60 |

# Partners

See the [Minerals Act][act], or [write](mailto:office@example.org), not [this](file:///etc/passwd).
`code` and <b>markup</b>.

```
a block of code
```

---

The end.

[act]: https://example.org/act
"""
STEPS = (("submitted", ""), ("returned", "Say **who** owns the ground."), ("approved", ""))


def picture(kind="PNG", size=(60, 40)):
    """A small picture as bytes."""
    content = io.BytesIO()
    Image.new("RGB", size, "#1f4b8f").save(content, kind)
    return content.getvalue()


def concept_note(initiative=None, *, number=3, text=TEXT, kind="PNG"):
    """A version with figure, scores and decisions, in the first words of which somebody protected stands;
    `report` prints it, unsaved."""
    initiative = initiative or make.InitiativeFactory(title="Access to land")
    media_type = f"image/{kind.lower()}"
    upload = keep_upload(Brought(f"ground.{kind.lower()}", media_type, picture(kind), 60, 40))
    hidden = make.PersonFactory(
        programme=initiative.programme, name="Bulma Hiddenova", protected=True
    )
    body = text.replace("{key}", str(upload.key))
    scores = {
        key: {"score": place % 5, "reason": f"Reason {place} holds."}
        for place, key in enumerate(CRITERIA)
    }
    version = make.PaperVersionFactory(
        paper=make.PaperFactory(
            initiative=initiative, kind="concept-note", title="Sharing idle ground"
        ),
        number=number,
        body=body,
        blocks=blocks_of(body),
        note="Narrowed to two districts.",
        scores=scores | {"reach": {"score": None, "reason": ""}},
        figures=[
            {
                "key": str(upload.key),
                "caption": "Pits near Tarkwa",
                "alternative": "A map with pits",
                "credit": "Survey of 2025",
            }
        ],
        made_at=datetime(2026, 2, 5, 10, tzinfo=UTC),
    )
    for step, reason in STEPS:
        PaperDecision.objects.create(
            version=version,
            step=step,
            taken_by=make.UserFactory(name="Efua Decides"),
            taken_at=datetime(2026, 2, 9, 10, tzinfo=UTC),
            reason=reason,
        )
    report = Report(paper_version=version, kind="concept-note")
    return SimpleNamespace(
        version=version, report=report, hidden=hidden, upload=upload, initiative=initiative
    )


def comments_on(found, number=40):
    """So many comments on the paragraphs of a concept note, by a reviewer and by somebody protected."""
    version = found.version
    reviewer = make.PersonFactory(programme=found.initiative.programme, name="Ama Reviewer")
    blocks = [block for block in version.blocks if not block.get("level")]
    dispositions = ("accepted", "partly", "declined", "open")
    for place in range(number):
        block = blocks[place % len(blocks)]
        disposition = dispositions[place % 4]
        make.CommentFactory(
            version_of=version,
            block=block["id"],
            quote=block["text"],
            text=f"Comment {place}:\n\n- name the **source**\n- <script>alert(1)</script>",
            author_person=found.hidden if place % 5 == 0 else reviewer,
            disposition=disposition,
            response="" if disposition == "open" else f"Answer {place}, as Bulma Hiddenova asked.",
        )
    return Report(paper_version=version, kind="comments")
