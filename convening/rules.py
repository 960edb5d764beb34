"""Who may do what while a dialogue is convened."""

import rules

from dialogues.rules import convenes_programme, is_convenor, is_note_taker, is_partner

# Places, form, mail, funds, releases of the agenda.
rules.add_perm("convening.convene", is_convenor)
# The list of answers: convenors of everybody, a partner of those it registered.
rules.add_perm("convening.view_answers", is_convenor | is_partner)
rules.add_perm("convening.check_in", is_convenor | is_note_taker | is_partner)
# A programme’s own words for its mails.
rules.add_perm("convening.write_mail", convenes_programme)
# Its funds, which pay for people at all its dialogues.
rules.add_perm("convening.run_funds", convenes_programme)
