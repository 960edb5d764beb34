"""Mail to the people of a dialogue: mailings, reminders, a programme's words."""

from tests import factories as make
from tests.routes import Route

TEXTS = {"en": {"subject": "Hello", "body": "Hello {name}"}}


def routes(world):
    dialogue = world.dialogue
    person = make.PersonFactory(programme=world.programme, email="mailed@example.org")
    row = make.ParticipationFactory(dialogue=dialogue, person=person, status="invited")
    draft = make.MailingFactory(dialogue=dialogue, texts=TEXTS)
    make.MessageFactory(mailing=draft, participation=row)
    reminder = make.ReminderFactory(dialogue=dialogue)
    d, one, when = (dialogue.slug,), (dialogue.slug, draft.pk), (dialogue.slug, reminder.pk)
    words = (world.programme.slug, "invitation", "en")
    return [
        Route("convening:mail", d),
        Route("convening:mail_single", d),
        Route("convening:reminders_usual", d),
        Route("convening:reminder_add", d),
        Route("convening:reminder_edit", when),
        Route("convening:reminder_delete", when),
        Route("convening:mailing_add", d),
        Route("convening:mailing", one),
        Route("convening:mailing_text", (*one, "en")),
        Route("convening:mailing_send", one),
        Route("convening:mailing_drop", one),
        Route("convening:mailing_stop", one),
        Route("convening:mailing_again", one),
        Route("convening:template_list", (world.programme.slug,)),
        Route("convening:template_edit", words),
        Route("convening:template_reset", words),
    ]
