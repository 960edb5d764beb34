"""Fields that forms share: days, hours, places, lists of texts; and what two people typed at once."""

from datetime import date, time

import pytest
from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from core.forms import (
    CountryField,
    DateField,
    LanguageField,
    TextListField,
    TimeField,
    TimeZoneField,
    VersionedModelForm,
)
from stakeholders.models import Programme
from tests import factories as make


class ProgrammeForm(VersionedModelForm):
    class Meta:
        model = Programme
        fields = ["title", "summary"]


def sent(form, **changes):
    """What a browser sends back of an unbound `form`."""
    data = QueryDict(mutable=True)
    data.update({name: form[name].value() for name in form.fields} | changes)
    return data


@pytest.mark.parametrize(
    "typed", ["2014-02-05", "5 February 2014", "5 Feb 2014", "5/2/2014", "05.02.2014"]
)
def test_a_day_may_be_typed_as_people_write_it(typed):
    assert DateField().clean(typed) == date(2014, 2, 5)


@pytest.mark.parametrize("typed", ["9:00", "09:00:00", "9.00", "9h00", "9:00 am"])
def test_an_hour_may_be_typed_as_people_write_it(typed):
    assert TimeField().clean(typed) == time(9)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (DateField(), "31 February 2014"),
        (DateField(), "tomorrow"),
        (TimeField(), "25:00"),
        (TimeField(), "09:61"),
        (CountryField(), "XX"),
        (CountryField(), "Ghana and Togo"),
        (LanguageField(), "English please"),
        (LanguageField(), "e"),
    ],
)
def test_what_there_is_not_is_refused_with_an_example(field, typed):
    with pytest.raises(ValidationError, match=r"for example|such as"):
        field.clean(typed)


@pytest.mark.parametrize("typed", ["GH", "gh", " Ghana ", "GHANA"])
def test_a_country_is_kept_as_its_two_letters(typed):
    assert CountryField().clean(typed) == "GH"


def test_empty_lines_are_left_out_and_the_order_stays():
    assert TextListField().clean(["b", " ", "a\x00\r\nsecond", ""]) == ["b", "a\nsecond"]


def test_too_many_and_too_long_lines_are_refused():
    field = TextListField()
    with pytest.raises(ValidationError, match="At most 200"):
        field.clean(["x"] * 201)
    with pytest.raises(ValidationError, match="Line 2 is longer"):
        field.clean(["x", "y" * 5001])


@pytest.mark.django_db
class TestTextsThatTwoPeopleEdit:
    def test_a_form_for_something_new_needs_no_version(self):
        assert ProgrammeForm({"title": "New"}).is_valid()

    @pytest.mark.parametrize("version", ["", "0", "-1", "one", "9" * 40])
    def test_no_save_goes_without_a_version(self, version):
        programme = make.ProgrammeFactory()
        form = ProgrammeForm(
            sent(ProgrammeForm(instance=programme), version=version), instance=programme
        )
        assert not form.is_valid()
        assert form.has_error("__all__", "no-version")

    def test_the_form_itself_does_not_save_what_others_may_have_saved(self):
        programme = make.ProgrammeFactory()
        form = ProgrammeForm(sent(ProgrammeForm(instance=programme)), instance=programme)
        assert form.is_valid()
        with pytest.raises(TypeError):
            form.save()

    @pytest.mark.parametrize("base", ["", "nonsense", "[]", "7"])
    def test_without_knowing_what_it_was_based_on_both_texts_are_shown(self, base):
        programme = make.ProgrammeFactory(summary="Before.")
        typed = sent(ProgrammeForm(instance=programme), summary="Mine.", base=base)
        form = ProgrammeForm(typed, instance=programme)
        assert form.is_valid()
        form.meet(Programme(title=programme.title, summary="Theirs.", version=2))
        assert [(row["mine"], row["theirs"]) for row in form.conflicts] == [("Mine.", "Theirs.")]
        assert form["summary"].value() == "Mine."
        assert form["version"].value() == "2"

    def test_line_ends_of_browsers_are_no_change(self):
        programme = make.ProgrammeFactory(summary="One\ntwo\n")
        typed = sent(ProgrammeForm(instance=programme), summary="One\r\ntwo\r\n")
        form = ProgrammeForm(typed, instance=programme)
        assert form.is_valid()
        form.meet(Programme(title=programme.title, summary="Theirs.", version=2))
        assert form.conflicts == []
        assert form["summary"].value() == "Theirs."


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("2026-01-19", "date"), ("", "date"), ("31/02/2026", "text"), ("2026-02-31x", "text")],
)
def test_a_day_that_a_picker_would_drop_is_shown_as_it_was_typed(typed, kind):
    class DayForm(django_forms.Form):
        day = DateField(required=False)

    html = str(DayForm({"day": typed})["day"])
    assert f'type="{kind}"' in html
    assert typed in html


def test_zones_of_today_are_suggested_and_old_names_are_understood():
    suggested = dict(TimeZoneField().widget.suggestions())
    assert {"Africa/Accra", "Indian/Antananarivo", "Europe/London"} <= set(suggested)
    assert "Africa/Asmera" not in suggested
    assert TimeZoneField().clean("Africa/Asmera") == "Africa/Asmera"
