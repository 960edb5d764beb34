from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialoguesConfig(AppConfig):
    name = "dialogues"
    verbose_name = _("dialogues")

    def ready(self):
        from accounts import desk
        from core import search, work
        from dialogues import consents as taken_back
        from dialogues import merging as parts
        from dialogues.access import register_access
        from dialogues.desk import dialogue_desk, dialogue_parts
        from dialogues.keeping import busy_now, last_seen, pseudonyms, roles_of_seats
        from dialogues.models import Dialogue
        from dialogues.record import organisation_entries, person_entries
        from dialogues.search import find_dialogues
        from dialogues.work import PROVIDERS
        from stakeholders import access, consents, merging, record
        from stakeholders.keeping import erasing, idle

        access.source(register_access)
        consents.on_refusal("listed", taken_back.tell_listed, taken_back.unlist)
        consents.on_refusal("quoted", taken_back.tell_quoted, taken_back.unname)
        desk.parts_provider(dialogue_parts)
        desk.provider(dialogue_desk)
        erasing.words_for(Dialogue, pseudonyms)
        erasing.source(roles_of_seats)
        idle.seen(last_seen)
        idle.busy(busy_now)
        record.provider(person_entries)
        record.organisation_provider(organisation_entries)
        merging.learn(parts.WORDS, parts.SETTLERS)
        search.provider(find_dialogues)
        for provider in PROVIDERS:
            work.provider(provider)
