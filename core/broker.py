"""The embedded broker: kombu's filesystem transport, made to survive what happens to folders.

Kombu's own stops the worker for good when its folder is removed, forgets where messages go when the
table of exchanges is, and lets a reader take a message that is still being written. Messages only wake
workers (the promise is a row in the database), so one that is lost delays; a broker that no longer
passes any on would not be made good by anything.
"""

import uuid
from pathlib import Path
from queue import Empty
from time import monotonic_ns

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.transport.filesystem import exchange_queue_t
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads

TASK_EXCHANGE = "celery"  # Celery's default exchange, queue and routing key are one name


class Channel(filesystem.Channel):
    """A channel whose messages are files, written and taken in one step each."""

    def get_table(self, exchange):
        """The queues bound to `exchange`; tasks find theirs even when the table has been removed."""
        table = super().get_table(exchange)
        if not table and exchange == TASK_EXCHANGE:
            return [exchange_queue_t(TASK_EXCHANGE, "", TASK_EXCHANGE)]
        return table

    def _queue_bind(self, exchange, routing_key, pattern, queue):
        Path(self.control_folder).mkdir(parents=True, exist_ok=True)
        super()._queue_bind(exchange, routing_key, pattern, queue)

    def _folder(self):
        folder = Path(self.data_folder_in)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _put(self, queue, payload, **kwargs):
        """Put a message: written under another name first, so that nobody reads half of it."""
        folder = self._folder()
        name = f"{monotonic_ns():020}_{uuid.uuid4().hex}"
        unfinished = folder / f"{name}.unfinished"
        unfinished.write_bytes(str_to_bytes(dumps(payload)))
        unfinished.replace(folder / f"{name}.{queue}.msg")

    def _get(self, queue):
        """Take the oldest message of `queue`; of several readers one gets it. Raises Empty."""
        for waiting in sorted(self._folder().iterdir()):
            if waiting.name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = waiting.with_suffix(f".{uuid.uuid4().hex}.taken")
            try:
                waiting.rename(taken)
                content = taken.read_bytes()
                taken.unlink()
            except FileNotFoundError:
                continue
            return loads(bytes_to_str(content))
        raise Empty

    def _size(self, queue):
        self._folder()
        return super()._size(queue)

    def _purge(self, queue):
        self._folder()
        return super()._purge(queue)


class FolderTransport(filesystem.Transport):
    """Kombu's filesystem transport with the channel above: `folder://`."""

    Channel = Channel


def register():
    """Make `folder://` known to kombu as the address of this broker."""
    TRANSPORT_ALIASES["folder"] = "core.broker:FolderTransport"
