"""The embedded broker never gives up over a message that is not whole."""

import threading
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from intima import queue_folder


@pytest.fixture
def channel(tmp_path: Path) -> queue_folder.Channel:
    for name in ("messages", "control"):
        (tmp_path / name).mkdir()
    folders = {"data_folder_in": str(tmp_path / "messages"), "data_folder_out": str(tmp_path / "messages")}
    folders["control_folder"] = str(tmp_path / "control")
    connection = Connection("filesystem://localhost", transport=queue_folder.Transport, transport_options=folders)
    made = connection.channel()
    assert isinstance(made, queue_folder.Channel)
    return made


def test_a_torn_message_is_passed_over(channel: queue_folder.Channel, tmp_path: Path) -> None:
    (tmp_path / "messages" / "0_torn.bells.msg").touch()
    (tmp_path / "messages" / "1_torn.bells.msg").write_text('{"body": ')
    channel._put("bells", {"ring": 1})
    assert channel._get("bells") == {"ring": 1}
    with pytest.raises(Empty):
        channel._get("bells")


def test_a_message_is_never_seen_half_written(channel: queue_folder.Channel) -> None:
    sent, got = 300, []
    payload = {"ring": "x" * 50_000}
    writer = threading.Thread(target=lambda: [channel._put("bells", payload) for _ in range(sent)])
    writer.start()
    while True:
        writing = writer.is_alive()  # asked before looking, so that an empty folder afterwards is really the end
        try:
            got.append(channel._get("bells"))
        except Empty:
            if not writing:
                break
    assert got == [payload] * sent


def test_a_torn_table_of_bindings_is_made_anew(channel: queue_folder.Channel, tmp_path: Path) -> None:
    (tmp_path / "control" / "bells.exchange").touch()
    channel._queue_bind("bells", "", "", "bells")
    assert [tuple(row) for row in channel.get_table("bells")] == [("", "", "bells")]


def test_the_site_uses_it() -> None:
    from intima.celery import app

    with app.connection_for_write() as connection:
        assert connection.transport_cls == "intima.queue_folder:Transport"
        assert isinstance(connection.default_channel, queue_folder.Channel)
