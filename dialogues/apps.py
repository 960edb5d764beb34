from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialoguesConfig(AppConfig):
    name = "dialogues"
    verbose_name = _("dialogues")

    def ready(self):
        from core.work import provider
        from dialogues.access import register_access
        from dialogues.work import dialogue_work
        from stakeholders.access import source

        source(register_access)
        provider(dialogue_work)
