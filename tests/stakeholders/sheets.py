"""Sheets as people keep them, made in the tests."""

import datetime
from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from stakeholders import production
from stakeholders.imports.columns import fields_of_headings
from stakeholders.services import imports


def xlsx(*rows, merged=(), title="People"):
    """An uploaded XLSX with these rows; `merged` names ranges."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    target = BytesIO()
    book.save(target)
    return SimpleUploadedFile("people.xlsx", target.getvalue())


def csv(text, encoding="utf-8"):
    """An uploaded CSV."""
    return SimpleUploadedFile("people.csv", text.encode(encoding))


def bring(world, user, brought, held_by=None):
    """An import whose columns are matched by their headings, and that the worker has read."""
    import_ = imports.begin_import(
        programme=world.programme, held_by=held_by, by=user, brought=brought
    )
    guesses = fields_of_headings(import_.headings)
    columns = {key: index for index, key in enumerate(guesses) if key}
    imports.match_columns(import_, by=user, columns=columns)
    production.bring_on(import_.pk)
    import_.refresh_from_db()
    return import_


def write(import_, user):
    """Confirm it, and have the worker write it."""
    imports.confirm(import_, by=user)
    production.bring_on(import_.pk)
    import_.refresh_from_db()
    return import_


DAY = datetime.date(2019, 3, 7)
