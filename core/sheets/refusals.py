"""Why a file is not read, each in words that say what to do about it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.sheets.sheet import MOST_CELLS, MOST_LETTERS_IN_CELL, SheetRefused


def damaged():
    return SheetRefused(
        _("The file is incomplete or damaged. Open it in a spreadsheet program and save it again.")
    )


def wrong_kind(what):
    """`what` it is instead, a translated noun with its article."""
    text = _(
        "This is %(what)s, whatever its name says: save the sheet as XLSX or CSV, then bring that."
    )
    return SheetRefused(text % {"what": what})


def locked():
    return SheetRefused(
        _("The file is locked with a password. Save it without one, then bring it.")
    )


def too_large(size, most):
    values = {"size": max(size // 2**20, 1), "most": most // 2**20}
    return SheetRefused(
        _("The file has %(size)d MB; at most %(most)d MB can be read. Divide it in two.") % values
    )


def unpacks_to_too_much():
    return SheetRefused(
        _("Unpacked, this file would be far too large to be read. Copy the rows into a new sheet.")
    )


def too_many_sheets(count, most):
    values = {"count": count, "most": most}
    text = _("The file holds %(count)d sheets or parts; at most %(most)d can be looked through.")
    return SheetRefused(text % values)


def too_many_rows(most):
    text = ngettext(
        "The sheet has more than %(most)d row, which is all that can be read at once. Divide it.",
        "The sheet has more than %(most)d rows, which is all that can be read at once. Divide it.",
        most,
    )
    return SheetRefused(text % {"most": most})


def too_many_empty_rows():
    return SheetRefused(
        _("The sheet goes on for very many empty rows. Copy those with text into a new sheet.")
    )


def too_many_columns(most, letters):
    text = _("The sheet has something in column %(letters)s; at most %(most)d columns can be read.")
    return SheetRefused(text % {"most": most, "letters": letters})


def too_many_cells():
    text = _("The sheet has more than %(most)d cells. Divide it, or leave columns out.")
    return SheetRefused(text % {"most": MOST_CELLS})


def too_much_text():
    return SheetRefused(_("The sheet holds more text than can be read at once. Divide it in two."))


def cell_too_long(cell):
    values = {"cell": cell, "most": MOST_LETTERS_IN_CELL}
    return SheetRefused(
        _("Cell %(cell)s holds more than %(most)d characters, which is more than is read.") % values
    )


def line_too_long(number):
    text = _("Line %(number)d is too long to be a row of a table. Is this really a CSV file?")
    return SheetRefused(text % {"number": number})


def quotation_left_open(number):
    text = _(
        "From line %(number)d on, a quotation mark is opened and never closed. Close it there."
    )
    return SheetRefused(text % {"number": number})


def formula(cell):
    text = _("Cell %(cell)s holds a formula: copy the sheet and paste its values.")
    return SheetRefused(text % {"cell": cell})


def declares_entities():
    return SheetRefused(
        _("The file holds definitions that no spreadsheet program writes, so it is not read.")
    )


def strange_paths():
    return SheetRefused(_("The file names parts outside of itself, so it is not read."))


def nothing_in_it():
    return SheetRefused(_("There is nothing in it: no sheet that can be seen holds anything."))


def took_too_much():
    return SheetRefused(
        _("Reading this file took too long or too much memory. Copy the rows into a new sheet.")
    )
