"""What a row of a sheet would change about somebody who is in the register already."""

from dataclasses import dataclass, field

# Fields of Person that a sheet may fill, in the order in which they are shown.
PLAIN = ("title", "name", "role", "country", "email", "phone", "gender")


@dataclass
class Difference:
    """A field that the sheet would fill (`stands` is empty) or says otherwise of."""

    key: str
    says: object
    stands: object

    @property
    def fills(self):
        """True if the register knows nothing here."""
        return self.stands in ("", None, [])


@dataclass
class Comparison:
    """What the sheet and the register say of one person."""

    fills: list = field(default_factory=list)
    conflicts: list = field(default_factory=list)


def compare(values, person, organisation_id):
    """How `values` of a row differ from `person`, whose organisation would be `organisation_id`
    (None where the sheet names none). Languages that the register does not know of are added to those it
    knows: nobody forgets one because a sheet does not name it."""
    pairs = [(key, values.get(key), getattr(person, key)) for key in PLAIN]
    pairs += [
        ("organisation", organisation_id, person.organisation_id),
        ("group", values.get("group"), person.group_id),
    ]
    comparison = Comparison()
    for key, says, stands in pairs:
        _put(comparison, key, says, stands, same=_same_text(key, says, stands))
    spoken = set(person.languages or ())
    if more := [code for code in values.get("languages") or () if code not in spoken]:
        comparison.fills.append(Difference("languages", more, None))
    # Nobody loses protection because a sheet does not know of it.
    if values.get("protected") and not person.protected:
        comparison.fills.append(Difference("protected", True, None))
    return comparison


def _put(comparison, key, says, stands, *, same):
    if says in ("", None, []) or same:
        return
    difference = Difference(key, says, stands)
    (comparison.fills if difference.fills else comparison.conflicts).append(difference)


def _same_text(key, says, stands):
    if key == "email" and says and stands:
        return says.casefold() == stands.casefold()
    return says == stands
