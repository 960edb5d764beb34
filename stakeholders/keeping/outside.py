"""Traces of somebody in rows that are no programme's: mails, personal links, files, what the
administration noted. For `stakeholders.keeping.erasing`."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from core.models import Mail, PersonalLink, Upload
from stakeholders.keeping.findings import rows_change, rows_go
from stakeholders.keeping.registers import links_to, own_rows, registers, rows_in
from stakeholders.models import Person, RememberedColumn

AT_ONCE = 500


def outside(search):
    """Findings in mails, personal links, files, headings of sheets, and notes of the administration."""
    links = linked(search.person, PersonalLink)
    yield from _mails(search, links)
    yield rows_go(PersonalLink, links)
    yield _files(search)
    headings = RememberedColumn.objects.values_list("pk", "heading").iterator(chunk_size=AT_ONCE)
    yield rows_go(RememberedColumn, [pk for pk, text in headings if search.finds(text.title())])
    yield from _noted(search)


def linked(person, target):
    """Ids of rows of `target` that `person`'s own rows refer to: their links, mails about them."""
    found = set()
    for model, fields in registers():
        names = links_to(model, target)
        own = own_rows(model, fields, person) if names else None
        if own is not None:
            for name in names:
                found.update(own.exclude(**{name: None}).values_list(name, flat=True))
    return sorted(found)


def mails_to(person, emails, links):
    """Mails that were written to `person`: through their links, for a row of theirs, or to one of `emails`;
    not those that were written to somebody else who has the same address."""
    ours = Q(link__in=links) | Q(pk__in=linked(person, Mail))
    to_them = Q(pk__in=())
    for email in emails:
        to_them |= Q(to_email__iexact=email)
    return Mail.objects.filter(ours | to_them & ~Q(link__in=_links_of_others(person, emails)))


def _links_of_others(person, emails):
    others = Person.objects.exclude(pk=person.pk)
    same = Q(pk__in=())
    for email in emails:
        same |= Q(email__iexact=email)
    found = []
    for other in others.filter(same):
        found += linked(other, PersonalLink)
    return found


def _mails(search, links):
    own = set(mails_to(search.person, search.emails, links).values_list("pk", flat=True))
    yield rows_go(Mail, sorted(own))
    changes, names = {}, ("to_name", "subject", "body")
    namesakes = _addresses_of_namesakes(search)
    for pk, to_email, *texts in Mail.objects.values_list("pk", "to_email", *names).iterator():
        if pk in own or to_email.lower() in namesakes:
            continue
        changed = _changed(search, dict(zip(names, texts, strict=True)), Mail)
        if changed:
            changes[pk] = changed
    yield rows_change(Mail, changes)


def _addresses_of_namesakes(search):
    """Addresses of other entries, of any programme, with the very same name: their mails greet them."""
    names = {each.name.strip().lower() for each in search.identities}
    same = Q(pk__in=())
    for name in names:
        same |= Q(name__iexact=name)
    rows = Person.objects.filter(same).exclude(pk__in=search.ids).exclude(email="")
    return {email.lower() for email in rows.values_list("email", flat=True)} - search.emails


def _changed(search, texts, model):
    changed = {}
    for name, text in texts.items():
        if (clear := search.clear(text)) is not text:
            longest = model._meta.get_field(name).max_length
            changed[name] = search.spoken(clear, search.neutral)[:longest]
    return changed


def _files(search):
    """Files of the programme whose names name them. What a file that somebody brought says stays."""
    changes = {}
    for model, _fields in registers():
        rows = rows_in(model, search.programme_id)
        for name in links_to(model, Upload) if rows is not None else ():
            used = rows.exclude(**{name: None}).order_by().values(name)
            for pk, text in Upload.objects.filter(pk__in=used).values_list("pk", "name"):
                if changed := _changed(search, {"name": text}, Upload):
                    changes[pk] = changed
    return rows_change(Upload, changes)


def _noted(search):
    """What Django's administration noted: the names of rows as they were called when they were changed."""
    if not apps.is_installed("django.contrib.admin"):
        return
    log = apps.get_model("admin", "LogEntry")
    theirs = log.objects.filter(
        content_type=ContentType.objects.get_for_model(Person), object_id=str(search.person.pk)
    )
    rows = set(theirs.values_list("pk", flat=True))
    noted = log.objects.values_list("pk", "object_repr", "change_message").iterator()
    rows |= {pk for pk, *texts in noted if search.finds(texts)}
    yield rows_go(log, sorted(rows))
