"""A mail server on this machine, for tests of what is sent."""

import asyncio
import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class Postbox:
    """Takes mail as a server does; `answers` says what it replies about an address instead of taking it.

    It may answer late, by `stalls` seconds, or take a mail and be gone before it says so (`hangs_up`).
    """

    def __init__(self):
        self.messages = []
        self.answers = {}
        self.after_data = "250 OK"
        self.stalls = 0
        self.hangs_up = False

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.stalls)
        if self.after_data.startswith("250") and not self.stalls:
            self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.hangs_up:
            server.transport.abort()
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
