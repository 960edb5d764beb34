"""What people agreed to: how it is read, and what a refusal takes back.

Applications above register what they take back: `on_refusal(kind, tell, act)`, where `tell(person)` answers
with sentences about what will happen, and `act(people)` does it.
"""

from django.db.models import Exists, OuterRef

from stakeholders.models import Consent

_effects = []


def on_refusal(kind, tell, act):
    """Register what follows when somebody refuses `kind` (of Consent.Kind), or takes it back."""
    if (kind, tell, act) not in _effects:
        _effects.append((kind, tell, act))


def refuses_contact(person="pk"):
    """True, in a query, of rows whose `person` (a column of ids) does not want to be contacted."""
    said_no = Consent.objects.filter(kind=Consent.Kind.CONTACTED, is_current=True, given=False)
    return Exists(said_no.filter(person=OuterRef(person)))


def consequences_of_refusal(person):
    """Sentences, by kind, that say what a refusal by `person` would change."""
    told = {}
    for kind, tell, _act in _effects:
        told.setdefault(kind, []).extend(tell(person))
    return told


def take_back(people, kind):
    """Carry out what follows from the refusal of `kind` by each of `people`; inside the caller's
    transaction."""
    for registered, _tell, act in _effects:
        if registered == kind and people:
            act(people)


def uphold(person):
    """Carry out again what follows from the refusals of `person` that hold: after something else came to
    hang on the entry."""
    refused = person.consents.filter(is_current=True, given=False)
    for kind in refused.values_list("kind", flat=True):
        take_back([person], kind)


def consents_of(person):
    """What `person` agreed to or refused: `now`, a pair of words and Consent (or None) for each kind, and
    `history`, every answer with the latest at the top."""
    history = list(person.consents.select_related("asked_by"))
    held = {consent.kind: consent for consent in history if consent.is_current}
    return {
        "now": [(kind.label, held.get(kind.value)) for kind in Consent.Kind],
        "history": history,
    }
