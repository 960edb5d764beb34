from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialoguesConfig(AppConfig):
    name = "dialogues"
    verbose_name = _("dialogues")

    def ready(self):
        from accounts import desk
        from core import search, work
        from dialogues.access import register_access
        from dialogues.desk import dialogue_desk, dialogue_parts
        from dialogues.record import participations
        from dialogues.search import find_dialogues
        from dialogues.work import PROVIDERS
        from stakeholders import access, record

        access.source(register_access)
        desk.parts_provider(dialogue_parts)
        desk.provider(dialogue_desk)
        record.provider(participations)
        search.provider(find_dialogues)
        for provider in PROVIDERS:
            work.provider(provider)
