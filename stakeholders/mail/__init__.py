"""Mails of the register, composed here and posted by its services."""
