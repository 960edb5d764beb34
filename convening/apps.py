from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConveningConfig(AppConfig):
    name = "convening"
    verbose_name = _("convening")

    def ready(self):
        from accounts import desk as desks
        from convening import desk, production
        from convening import merging as parts
        from convening.services import by_hand, following, owed, places, reminders
        from convening.work import PROVIDERS
        from core import work
        from dialogues.services import people
        from stakeholders import merging
        from stakeholders.imports.following import follows

        merging.learn(parts.WORDS, parts.SETTLERS)
        desks.provider(desk.convening_desk)
        for provider in PROVIDERS:
            work.provider(provider)
        production.chore("end_offers", places.end_offers)
        production.chore("write_owed", owed.write_owed)
        production.chore("send_reminders", reminders.send_due)
        people.before_place(by_hand.require_place)
        people.after_place(by_hand.settle)
        follows("dialogue", following.DialogueFollows())
