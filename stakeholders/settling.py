"""How rows of the register that cannot both stand are settled when two entries become one."""

from django.utils.translation import ngettext_lazy

from stakeholders.models import Person


def stricter_consent(plan, stays, goes):
    """Both answered: the refusal holds, else the later answer; the other is kept as an earlier one."""
    holds = stays
    if stays.given != goes.given:
        holds = goes if stays.given else stays
    elif goes.asked_on > stays.asked_on:
        holds = goes
    plan.change(stays if holds is goes else goes, "is_current", False)
    return True


def present_affiliation(plan, stays, goes):
    """Both belong somewhere now: what the entry says after the merge is the present; the other ends."""
    if _place(stays) == _place(goes):
        if goes.since and stays.since and goes.since < stays.since:
            plan.change(stays, "since", goes.since)
        return False
    _end(plan, stays if _place(goes) == _present(plan) else goes)
    return True


def affiliation_elsewhere(plan, row):
    """An affiliation that comes over is the present one only if the entry says so too."""
    if isinstance(plan.kept, Person) and row.until is None and _place(row) != _present(plan):
        _end(plan, row)


def _end(plan, affiliation):
    plan.change(affiliation, "until", max(filter(None, (affiliation.since, plan.day))))


def _present(plan):
    """Where the kept entry will say that the person belongs."""
    values, kept = plan.values, plan.kept
    return values.get("organisation_id", kept.organisation_id), values.get("role", kept.role)


def _place(affiliation):
    return affiliation.organisation_id, affiliation.role


WORDS = (
    (
        "stakeholders.Consent.person",
        ngettext_lazy("%(number)d consent", "%(number)d consents", "number"),
    ),
    (
        "stakeholders.Affiliation.person",
        ngettext_lazy("%(number)d affiliation", "%(number)d affiliations", "number"),
    ),
    (
        "stakeholders.Affiliation.organisation",
        ngettext_lazy("%(number)d affiliation", "%(number)d affiliations", "number"),
    ),
    (
        "stakeholders.Person.organisation",
        ngettext_lazy("%(number)d person of it", "%(number)d people of it", "number"),
    ),
    (
        "stakeholders.Person.held_by",
        ngettext_lazy(
            "%(number)d person registered by it", "%(number)d people registered by it", "number"
        ),
    ),
    (
        "stakeholders.Organisation.held_by",
        ngettext_lazy(
            "%(number)d organisation registered by it",
            "%(number)d organisations registered by it",
            "number",
        ),
    ),
    (
        "stakeholders.Person_categories.person",
        ngettext_lazy("%(number)d category", "%(number)d categories", "number"),
    ),
    (
        "stakeholders.ImportRow.person",
        ngettext_lazy("%(number)d row of an import", "%(number)d rows of imports", "number"),
    ),
    (
        "stakeholders.ImportRow.match",
        ngettext_lazy(
            "%(number)d duplicate proposed in an import",
            "%(number)d duplicates proposed in imports",
            "number",
        ),
    ),
    (
        "stakeholders.Stakeholder.reached_by_person",
        ngettext_lazy(
            "%(number)d stakeholder whom they reach",
            "%(number)d stakeholders whom they reach",
            "number",
        ),
    ),
    (
        "stakeholders.Stakeholder.reached_by_organisation",
        ngettext_lazy(
            "%(number)d stakeholder whom it reaches",
            "%(number)d stakeholders whom it reaches",
            "number",
        ),
    ),
    (
        "stakeholders.Stakeholder.person",
        ngettext_lazy("a place on %(number)d map", "a place on %(number)d maps", "number"),
    ),
    (
        "stakeholders.Stakeholder.organisation",
        ngettext_lazy("a place on %(number)d map", "a place on %(number)d maps", "number"),
    ),
)
SETTLERS = (
    ("stakeholders.Consent", stricter_consent),
    ("stakeholders.Affiliation", present_affiliation),
)
ARRIVALS = (("stakeholders.Affiliation", affiliation_elsewhere),)
