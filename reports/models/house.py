"""How the reports of a programme look, and under which name and licence they go out."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Upload, Versioned
from stakeholders.models import Programme

HEX = RegexValidator(
    r"^#[0-9a-fA-F]{6}$", _("Give a colour as # and six digits, for example #1f4b8f.")
)


class HouseStyle(Dated, Versioned):
    """The logo, colour, imprint and licence of what a programme prints. It is frozen into each printing; a
    logo that was replaced stays in the store, so that what was printed with it can be printed again."""

    class Licence(models.TextChoices):
        NONE = "", _("Nothing is said of it")
        BY = "by", "CC BY 4.0"
        BY_SA = "by-sa", "CC BY-SA 4.0"
        BY_ND = "by-nd", "CC BY-ND 4.0"
        BY_NC = "by-nc", "CC BY-NC 4.0"
        BY_NC_SA = "by-nc-sa", "CC BY-NC-SA 4.0"
        BY_NC_ND = "by-nc-nd", "CC BY-NC-ND 4.0"
        ZERO = "zero", "CC0 1.0"

    programme = models.OneToOneField(
        Programme, models.CASCADE, related_name="house_style", editable=False
    )
    logo = models.ForeignKey(
        Upload, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    alternative = models.CharField(_("what the logo shows, in words"), max_length=200, blank=True)
    colour = models.CharField(_("colour"), max_length=7, blank=True, validators=[HEX])
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    place = models.CharField(_("place of publication"), max_length=120, blank=True)
    imprint = models.TextField(_("imprint"), blank=True)
    series = models.CharField(_("series"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=10, choices=Licence, blank=True)

    class Meta:
        verbose_name = _("house style")
        verbose_name_plural = _("house styles")

    def __str__(self):
        return str(self.programme)
