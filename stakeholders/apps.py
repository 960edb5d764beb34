from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StakeholdersConfig(AppConfig):
    name = "stakeholders"
    verbose_name = _("stakeholders")

    def ready(self):
        from core.search import provider
        from stakeholders.search import find_stakeholders

        provider(find_stakeholders)
