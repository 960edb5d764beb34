"""Who may do what with initiatives and dialogues, each permission a sentence with a twin in querysets.py."""

import rules

from accounts.roles import NOTE_TAKERS, Role
from dialogues.standing import SCOPES, ids_of, standing_of


def has_role(name, *roles, at=SCOPES):
    """A predicate: the user has one of `roles` in the object, or in what it belongs to.

    `at` are the scopes in which these roles are held; in another one they mean nothing.
    """

    @rules.predicate(name)
    def predicate(user, obj):
        if obj is None:
            return False
        ids = {scope: key for scope, key in ids_of(obj).items() if scope in at}
        return standing_of(user).has(ids, *roles)

    return predicate


is_convenor = has_role("is_convenor", Role.CONVENOR)
convenes_programme = has_role("convenes_programme", Role.CONVENOR, at=("programme",))
is_note_taker = has_role("is_note_taker", *NOTE_TAKERS, at=("dialogue",))
is_adviser = has_role("is_adviser", Role.ADVISER, at=("initiative",))


@rules.predicate
def is_administrator(user, obj=None):
    return standing_of(user).is_administrator


@rules.predicate
def convenes_something(user):
    return bool(standing_of(user).roles.get(Role.CONVENOR))


@rules.predicate
def is_public(user, obj):
    parent = getattr(obj, "initiative", None)
    return obj.is_public and (parent is None or parent.is_public)


@rules.predicate
def is_at_dialogue(user, dialogue):
    """`user` takes part in this dialogue, or has a role in it."""
    standing = standing_of(user)
    return dialogue.pk in standing.takes_part_in | standing.ids("dialogue")


@rules.predicate
def is_at_some_dialogue(user, initiative):
    """`user` takes part or has a role in a dialogue of this initiative."""
    standing = standing_of(user)
    own = standing.takes_part_in | standing.ids("dialogue")
    return bool(own) and initiative.dialogues.filter(pk__in=own).exists()


@rules.predicate
def is_partner(user, dialogue):
    return dialogue.pk in standing_of(user).partner_of


@rules.predicate
def shares_its_map(user, initiative):
    """`initiative` has a stakeholder map that its partners and advisers may read."""
    return initiative.stakeholder_map_id is not None and initiative.stakeholder_map.is_shared


@rules.predicate
def is_partner_at_some_dialogue(user, initiative):
    """`user` registers people for a dialogue of this initiative."""
    own = standing_of(user).partner_of
    return bool(own) and initiative.dialogues.filter(pk__in=own).exists()


rules.add_perm("dialogues.add_initiative", convenes_something)
rules.add_perm(
    "dialogues.view_initiative",
    is_public | is_administrator | is_convenor | is_adviser | is_at_some_dialogue,
)
rules.add_perm("dialogues.change_initiative", is_convenor)
rules.add_perm("dialogues.appoint", is_convenor | is_administrator)
# Concept note, scoping paper, advisory group, gates with their reasons, surveys.
rules.add_perm("dialogues.view_preparation", is_convenor | is_adviser)
rules.add_perm("dialogues.comment_on_papers", is_convenor | is_adviser)
# Who wrote a concept note may not be all who judge it: that is the programme's affair.
rules.add_perm("dialogues.approve_papers", convenes_programme)
rules.add_perm("dialogues.view_budget", is_convenor)
rules.add_perm(
    "dialogues.view_stakeholder_map",
    is_convenor | (shares_its_map & (is_adviser | is_partner_at_some_dialogue)),
)

rules.add_perm("dialogues.add_dialogue", convenes_something)
rules.add_perm(
    "dialogues.view_dialogue",
    is_public | is_administrator | is_convenor | is_adviser | is_at_dialogue,
)
rules.add_perm("dialogues.change_dialogue", is_convenor)
rules.add_perm("dialogues.take_notes", is_convenor | is_note_taker)
rules.add_perm("dialogues.view_people", is_convenor | is_adviser | is_at_dialogue)
rules.add_perm("dialogues.register_people", is_convenor | is_partner)
rules.add_perm("dialogues.see_identities", is_convenor)
