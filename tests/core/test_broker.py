"""The embedded broker passes messages on whatever happens to its folders."""

import shutil
from queue import Empty

import pytest
from kombu import Connection

from core import broker


@pytest.fixture
def channel(tmp_path):
    broker.register()
    options = {
        "data_folder_in": str(tmp_path / "queue"),
        "data_folder_out": str(tmp_path / "queue"),
        "control_folder": str(tmp_path / "control"),
    }
    with Connection("folder://localhost", transport_options=options) as connection:
        yield connection.default_channel


def test_messages_come_back_in_the_order_in_which_they_were_put(channel):
    for number in range(20):
        channel._put("celery", {"number": number})
    assert [channel._get("celery")["number"] for _ in range(20)] == list(range(20))
    with pytest.raises(Empty):
        channel._get("celery")


def test_a_message_goes_to_its_own_queue(channel):
    channel._put("other.celery", {"for": "other"})
    with pytest.raises(Empty):
        channel._get("celery")
    assert channel._get("other.celery") == {"for": "other"}


def test_the_folder_may_be_removed_at_any_time(channel, tmp_path):
    channel._put("celery", {})
    shutil.rmtree(tmp_path / "queue")
    with pytest.raises(Empty):
        channel._get("celery")
    shutil.rmtree(tmp_path / "queue")
    channel._put("celery", {"here": "again"})
    assert channel._get("celery") == {"here": "again"}


def test_tasks_find_their_queue_without_the_table_of_exchanges(channel, tmp_path):
    shutil.rmtree(tmp_path / "control", ignore_errors=True)
    assert [row.queue for row in channel.get_table("celery")] == ["celery"]
    assert channel.get_table("something-else") == []
