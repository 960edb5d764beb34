"""The page of a programme's house style, and its logo."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import StaleVersion
from core.forms import VersionedModelForm
from core.permissions import require
from core.uploads import UploadField, serve
from reports.house import HEX, LEAST_CONTRAST, contrast_on_white
from reports.models import HouseStyle
from reports.services import house_style_of, save_house_style
from stakeholders.models import Programme

CHANGE = "reports.change_house_style"
# Pixels, 300 to the inch where it is largest: a report stays below 2 MB with any logo.
LOGO = (900, 240)


class HouseStyleForm(VersionedModelForm):
    """Logo, colour, imprint and licence of what a programme prints."""

    picture = UploadField(
        label=_l("Logo"),
        kinds=("image",),
        box=LOGO,
        required=False,
        help_text=_l("PNG or JPEG. Empty: the one there is stays."),
    )
    without_logo = forms.BooleanField(label=_l("Print without a logo"), required=False)
    field_order = ["picture", "without_logo", "alternative", "colour"]

    class Meta:
        model = HouseStyle
        fields = [
            *("alternative", "colour", "publisher", "place", "imprint", "series", "licence"),
        ]
        widgets = {
            "colour": forms.TextInput(attrs={"class": "is-short", "placeholder": "#1f4b8f"}),
            "imprint": forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        }
        help_texts = {
            "colour": _l("Of headings and lines. Dark enough to be read on white."),
            "imprint": _l("Address, telephone, what else stands on the last page."),
        }

    def clean_colour(self):
        colour = self.cleaned_data["colour"].strip().lower()
        if colour and not HEX.fullmatch(colour):
            raise forms.ValidationError(
                _("Give a colour as # and six digits, for example #1f4b8f.")
            )
        if colour and contrast_on_white(colour) < LEAST_CONTRAST:
            raise forms.ValidationError(
                _(
                    "This colour is too light to be read on white: its contrast is %(found).1f, and "
                    "%(least).1f is the least."
                )
                % {"found": contrast_on_white(colour), "least": LEAST_CONTRAST}
            )
        return colour

    def clean(self):
        cleaned = super().clean()
        has_logo = cleaned.get("picture") or (
            self.instance.logo_id and not cleaned.get("without_logo")
        )
        if has_logo and not cleaned.get("alternative") and "alternative" not in self.errors:
            self.add_error(
                "alternative", _("Say what the logo shows, for those who do not see it.")
            )
        return cleaned

    def ask_for_logo_again(self):
        """Say that a logo which was chosen has to be chosen once more: no browser sends it a second time."""
        if self.files.get(self.add_prefix("picture")) and "picture" not in self.errors:
            self.add_error("picture", _("Choose the logo once more: it is not saved yet."))


def _programme(request, slug):
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require(request.user, CHANGE, programme)
    return programme


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def house_style(request, slug):
    """The house style of a programme; two people may edit it, and nobody's words are lost."""
    programme = _programme(request, slug)
    stored = house_style_of(programme)
    form = HouseStyleForm(request.POST or None, request.FILES or None, instance=stored)
    back = reverse("dialogues:programme", args=[programme.slug])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            save_house_style(
                form.instance,
                based_on=form.based_on,
                fields=form.Meta.fields,
                picture=given["picture"],
                without_logo=given["without_logo"],
            )
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved: what is printed from now on looks so."))
            return redirect(back)
    if request.method == "POST":
        form.ask_for_logo_again()
    context = {
        "form": form,
        "programme": programme,
        "style": stored,
        "cancel_url": back,
        "crumbs": [
            {"label": _("Programmes"), "url": reverse("dialogues:programme_list")},
            {"label": programme.title, "url": back},
        ],
    }
    status = 409 if form.conflict else 200
    return render(request, "reports/house_style.html", context, status=status)


@login_required
@require_safe
def house_logo(request, slug):
    """The logo of a programme."""
    style = HouseStyle.objects.filter(programme=_programme(request, slug)).first()
    if style is None or style.logo is None:
        raise Http404
    return serve(style.logo, inline=True)
