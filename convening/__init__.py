"""Convening a dialogue: invitations, answers, places, sponsorship, mail, the day itself."""
