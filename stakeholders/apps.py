from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StakeholdersConfig(AppConfig):
    name = "stakeholders"
    verbose_name = _("stakeholders")

    def ready(self):
        from core import search, work
        from stakeholders import mapped, merging, record, settling
        from stakeholders.search import find_stakeholders
        from stakeholders.work import PROVIDERS

        search.provider(find_stakeholders)
        for provider in PROVIDERS:
            work.provider(provider)
        record.provider(mapped.person_on_maps)
        record.organisation_provider(mapped.organisation_on_maps)
        merging.learn(settling.WORDS, settling.SETTLERS, settling.ARRIVALS)
