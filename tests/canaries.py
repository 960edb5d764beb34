"""Somebody protected, planted wherever a person or their name can stand; and what is told of them."""

import re
import zipfile
from io import BytesIO

from django.urls import reverse

from dialogues import models as m
from reports import services
from reports.models import ReportPart
from roadmaps.models import Action, LearningGroup, Lesson, Meeting, Membership, Roadmap, Topic
from tests import factories as make
from tests.planting import plant
from tests.planting_convening import plant_convening
from tests.planting_progress import plant_composed, plant_progress
from tests.planting_roadmaps import plant_roadmaps
from tests.planting_table import plant_table
from tests.routes import Route

NAME = "Zebedia Quillonsense"
FIRST, LAST = NAME.split()
BODY = "Quillon Diggings Ltd"
TEXT = f"Ms {NAME} (zq-canary@example.org, +233 24 555 0199) asked for it. "
OF_A_PERSON = (
    "zebedia",
    "quillonsense",
    "zq-canary@",
    "555 0199",
    "5550199",
    "canary digger",
)
SIGNS = (*OF_A_PERSON, BODY.casefold())
WORD = "Xylophant"  # what is nowhere but with another partner, in another initiative or programme
# Also misspelt, as a search forgives.
LOOKED_FOR = (FIRST, LAST, "Zebedya", WORD, "Xylofant")
FILES = ("csv", "xlsx", "vcf")

OUTSIDE = [
    "partner",
    "rapporteur",
    "adviser",
    "donor",
    "participant",
    "llg_member",
    "administrator",
    "stranger",
    "visitor",
]


# --- Planting -------------------------------------------------------------------------------------


def somebody_protected(world, **more):
    """The canary, of whom nothing but the name is planted yet."""
    return make.PersonFactory(
        programme=world.programme,
        key="zebedia",
        name=NAME,
        title="Ms",
        role="Canary Digger",
        email="zq-canary@example.org",
        phone="+233 24 555 0199",
        group=world.miners,
        protected=True,
        **more,
    )


def somebody_else(world):
    """Who is asked the same things."""
    return make.PersonFactory(
        programme=world.programme, name="Otto Other", email="otto@example.org", group=world.miners
    )


def seat_at_the_dialogue(world, person):
    """`person` wherever a person can stand in a dialogue and its report."""
    dialogue = world.dialogue
    person.organisation = make.OrganisationFactory(programme=world.programme, name=BODY, key="qd")
    person.save()
    dialogue.chair = dialogue.facilitator = person
    dialogue.save()
    make.ParticipationFactory(
        dialogue=dialogue, person=person, status="attended", group=world.miners, listed=True
    )
    part = make.AgendaPartFactory(dialogue=dialogue)
    make.AppearanceFactory(item=make.AgendaItemFactory(part=part), person=person)
    session = make.SessionFactory(dialogue=dialogue, facilitator=person, rapporteur=person)
    make.ContributionFactory(
        session=session, kind="quote", text="We dug there.", speaker=person, on_the_record=True
    )
    make.ActionPointFactory(dialogue=dialogue, owner_person=person)
    services.report_of(dialogue).authorships.create(person=person)


def seat_in_the_group(person):
    """The same person in the Learning and Leadership Group and its roadmap."""
    roadmap = Roadmap.objects.get()
    Membership.objects.create(learning_group=roadmap.learning_group, person=person)
    roadmap.learning_group.convenor_person = person
    roadmap.learning_group.save()
    action = make.ActionFactory(theme=make.ThemeFactory(roadmap=roadmap), lead_person=person)
    action.supporters.create(person=person)
    action.updates.create(by_person=person, text="Begun.", status=Action.Status.IN_PROGRESS)


def plant_everywhere(world, person, other, by):
    """`person` everywhere at once, their name typed into every text beside."""
    seat_at_the_dialogue(world, person)
    seat_in_the_group(person)
    plant(world, TEXT, person=person, other=other, by=by)
    text = f"We heard of it from {NAME} first. "
    plant_table(world, text, person=person, by=by)
    plant_roadmaps(world, text, person=person, other=other, by=by, roadmap=Roadmap.objects.get())
    plant_progress(world, text, by=by)
    plant_composed(world, text, by=by)
    return plant_convening(world, text, person=person, other=other, by=by)


def make_public(world, *, public):
    for thing in (world.initiative, world.dialogue, *Roadmap.objects.all()):
        thing.is_public = public
        thing.save()


# --- Where to look --------------------------------------------------------------------------------


def searches(world):
    """What is looked for, wherever one can search."""
    slug = world.dialogue.slug
    for word in LOOKED_FOR:
        for name in ("search", "stakeholders:person_list", "stakeholders:organisation_list"):
            yield Route(name, query=f"?q={word}").url
        for name in ("dialogues:dialogue_people", "convening:answers"):
            yield Route(name, (slug,), f"?q={word}").url
    # Where a name begins is enough to find it.
    yield f"/search/?q={FIRST[:4]}"


def exports():
    """The register as files, in every form there is."""
    for name in ("people_export", "organisations_export"):
        for form in FILES:
            yield Route(f"stakeholders:{name}", query=f"?format={form}").url


def _roadmaps():
    """Groups and roadmaps with all that is theirs."""
    for roadmap in Roadmap.objects.all():
        page = roadmap.get_absolute_url()
        yield from (page, f"{page}board/", f"{page}timeline/", f"{page}progress/")
        yield from (f"{page}indicators/", f"{page}framework/")
        for form in ("xlsx", "csv", "ics", "json"):
            yield reverse("roadmaps:export", args=[roadmap.pk, form])
    for group in LearningGroup.objects.all():
        yield from (
            reverse(f"roadmaps:{name}", args=[group.pk])
            for name in ("group", "members", "meetings", "handing_over", "group_lessons")
        )
    for kind in (Action, Lesson, Meeting):
        yield from (row.get_absolute_url() for row in kind.objects.all())
    for meeting in Meeting.objects.all():
        yield from (
            reverse(f"roadmaps:{name}", args=[meeting.pk]) for name in ("review", "presence")
        )
    for topic in Topic.objects.all():
        yield reverse("roadmaps:topic", args=[topic.pk])


def _parts_of_reports(initiative):
    """The pages of every part of a composed report."""
    for part in ReportPart.objects.filter(report__dialogue__initiative=initiative):
        of_report = (part.report.dialogue.slug, part.report.kind, part.pk)
        for name in ("part", "part_data", "part_drop"):
            yield reverse(f"reports:{name}", args=of_report)


def further(world):
    """What the routes of the tests do not walk: every row that was planted."""
    initiative = world.initiative
    i = initiative.slug
    for stage in initiative.stages.all():
        for name in ("stage", "stage_decide", "stage_plan"):
            yield reverse(f"dialogues:{name}", args=[i, stage.key])
    for line in initiative.fault_lines.all():
        yield reverse("dialogues:fault_line", args=[i, line.pk])
        yield reverse("roadmaps:fault_line_actions", args=[line.pk])
    for survey in initiative.surveys.all():
        for name in ("survey", "survey_mine", "survey_invitations"):
            yield reverse(f"dialogues:{name}", args=[i, survey.pk])
    for line in initiative.budget_lines.all():
        yield reverse("dialogues:budget_line", args=[i, line.pk])
    for dialogue in initiative.dialogues.all():
        yield dialogue.get_absolute_url()
        yield reverse("dialogues:dialogue_ics", args=[dialogue.slug])
        yield reverse("dialogues:dialogue_budget", args=[dialogue.slug])
    for version in m.PaperVersion.objects.filter(paper__initiative=initiative):
        paper = (i, version.paper.kind)
        yield reverse("dialogues:paper", args=paper)
        yield reverse("dialogues:comment_list", args=paper)
        yield reverse("dialogues:comment_table", args=paper)
        yield reverse("dialogues:paper_compare", args=paper)
        yield reverse("dialogues:paper_compare", args=paper) + "?old=1&new=2&before=1&after=2"
        yield reverse("dialogues:paper_version", args=[*paper, version.number])
        page = reverse("dialogues:paper_review", args=[*paper, version.number])
        yield from (page, f"{page}?only=whole", f"{page}?only=gone")
        yield f"{page}?only={version.blocks[0]['id']}"
    yield from _roadmaps()
    yield from _parts_of_reports(initiative)
    yield from ("/calendar/?month=2026-01", "/calendar/?month=2099-01", "/calendar/timeline/")
    yield f"/search/?q={FIRST[:4]}"


# --- What is told ---------------------------------------------------------------------------------


def told(response):
    """All that an answer says: the name of a file with it, its bytes, and what is packed in them."""
    name = response.headers.get("Content-Disposition", "")
    content = response.getvalue() if response.streaming else response.content
    return f"{name}\n{content.decode(errors='ignore')}{unzipped(response)}"


def unzipped(response):
    """What a sheet of Excel says: its texts are packed."""
    if "spreadsheet" not in response.get("Content-Type", ""):
        return ""
    content = response.getvalue() if response.streaming else response.content
    with zipfile.ZipFile(BytesIO(content)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist())


def without_the_question(url, text):
    """`text` without the words that were looked for at `url`: a page repeats what one asked it."""
    if "q=" in url:
        for word in LOOKED_FOR:
            for mark in ('value="{}"', "“{}”", "q={}"):
                text = text.replace(mark.format(word), "")
    return text


def answers(client, addresses, shown=None):
    """Pairs of each address and what is told there; the addresses of what is a page are added to `shown`."""
    for url in addresses:
        response = client.get(url)
        if shown is not None and response.status_code == 200:
            shown.add(url)
        yield url, without_the_question(url, told(response))


PART = re.compile(r"/reports/[\w-]+/parts/\d+/$")  # where a part of a composed report is written


def without_what_is_written(url, text):
    """`text` without what fields hold, where it is changed: it would be stored as it is shown."""
    if url.endswith(("/edit/", "/title/")) or PART.search(url):
        return re.sub(r"(?s)<input\b[^>]*>|<textarea\b.*?</textarea>", "", text)
    return text


def signs_in(text, signs=SIGNS):
    """What of the protected person stands in `text`."""
    # A calendar file folds its lines.
    text = re.sub(r"\r\n[ \t]", "", text).casefold()
    # A first name alone, where a drawing has no room for more, may be anybody's.
    text = text.replace("(zebedia…", "")
    return [sign for sign in signs if sign in text]


def leaks(answers):
    """`{address: signs}` of those among pairs of address and text that tell who somebody is."""
    told = ((address, without_what_is_written(address, text)) for address, text in answers)
    return {address: signs for address, text in told if (signs := signs_in(text))}
