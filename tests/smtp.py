"""A mail server on this machine, for tests of what is sent."""

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class Postbox:
    """Takes mail as a server does; `answers` says what it replies about an address instead of taking it."""

    def __init__(self):
        self.messages = []
        self.answers = {}
        self.after_data = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.after_data.startswith("250"):
            self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.after_data


def free_port():
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def listening(postbox, port):
    """Run a mail server for `postbox` on `port` of the loopback address."""
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()
