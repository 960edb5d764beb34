"""The registration form of a dialogue as it is built."""

from tests import factories as make
from tests.routes import Route


def routes(world):
    """A Route for every name of convening/urls_form.py."""
    d = (world.dialogue.slug,)
    section = make.FormSectionFactory(dialogue=world.dialogue)
    question = make.FormQuestionFactory(section=section)
    return [
        Route("convening:form", d),
        Route("convening:form_preview", d),
        Route("convening:form_add", d),
        Route("convening:form_take_over", d),
        Route("convening:form_section_new", d),
        Route("convening:form_section", (*d, section.pk)),
        Route("convening:form_question_new", (*d, section.pk)),
        Route("convening:form_question", (*d, question.pk)),
        Route("convening:form_move", (*d, "question", question.pk)),
        Route("convening:form_remove", (*d, "question", question.pk)),
    ]
