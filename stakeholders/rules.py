"""Who may do what in the register, each permission a sentence with a twin in querysets.py."""

import rules

from stakeholders.access import access_of


@rules.predicate
def runs_register(user, obj):
    """`user` runs the register that `obj` (a programme, or something of one) belongs to."""
    programme_id = getattr(obj, "programme_id", None) or getattr(obj, "pk", None)
    return programme_id in access_of(user).programmes


@rules.predicate
def runs_some_register(user):
    return bool(access_of(user).programmes)


@rules.predicate
def holds_person(user, person):
    """`user` acts for the partner that brought `person` into the register."""
    return person.held_by_id is not None and person.held_by_id in access_of(user).holds_for


@rules.predicate
def sees_person(user, person):
    return type(person).objects.filter(pk=person.pk).visible_to(user).exists()


@rules.predicate
def knows_programme(user, programme):
    if programme is None:
        return False
    return type(programme).objects.filter(pk=programme.pk).visible_to(user).exists()


@rules.predicate
def is_oneself(user, person):
    """`person` is who signs in as `user`."""
    return person.user_id is not None and person.user_id == user.pk


@rules.predicate
def acts_for(user, organisation):
    """`user` acts for `organisation`, or for the partner that brought it into the register."""
    held = access_of(user).holds_for
    return organisation.pk in held or organisation.held_by_id in held


@rules.predicate
def holds_for_somebody(user):
    return bool(access_of(user).holds_for)


@rules.predicate
def brought_it(user, bringing):
    """`user` acts for the partner for which the import `bringing` was brought."""
    return bringing.held_by_id is not None and bringing.held_by_id in access_of(user).holds_for


@rules.predicate
def reads_map(user, shown):
    return type(shown).objects.filter(pk=shown.pk).visible_to(user).exists()


@rules.predicate
def is_administrator(user, obj=None):
    return user.is_active and user.is_staff


rules.add_perm("stakeholders.add_programme", is_administrator)
rules.add_perm("stakeholders.view_programme", knows_programme)
rules.add_perm("stakeholders.change_programme", runs_register | is_administrator)
rules.add_perm("stakeholders.change_group", runs_register | is_administrator)
rules.add_perm("stakeholders.view_person", sees_person)
rules.add_perm("stakeholders.add_person", runs_some_register)
rules.add_perm("stakeholders.change_person", runs_register | holds_person)
rules.add_perm("stakeholders.see_identity", runs_register)
rules.add_perm("stakeholders.view_organisation", runs_register | acts_for)
rules.add_perm("stakeholders.add_organisation", runs_some_register)
rules.add_perm("stakeholders.change_organisation", runs_register)

# Convenors bring sheets into the register of their programmes, partners their own people's.
rules.add_perm("stakeholders.add_import", runs_some_register | holds_for_somebody)
rules.add_perm("stakeholders.view_import", runs_register | brought_it)
rules.add_perm("stakeholders.merge", runs_register)
rules.add_perm("stakeholders.erase_person", runs_register)
rules.add_perm("stakeholders.read_own_data", runs_register | is_oneself)
rules.add_perm("stakeholders.view_map", reads_map)
rules.add_perm("stakeholders.change_map", runs_register)

# What a list shows leaves in a file with those who brought the entries, and with convenors, who also see
# who took what.
rules.add_perm("stakeholders.export", runs_some_register | holds_for_somebody)
rules.add_perm("stakeholders.view_disclosure", runs_some_register)
