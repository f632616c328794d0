"""A message broker of the tests' own: ActiveMQ from the system's package, on free ports, with its data in a directory.

Nothing is replaced: the broker is the one that certificate events are put on in operation, with a small memory, STOMP
and STOMP over TLS, two users, and three attempts before a message is dead.
"""

from __future__ import annotations

import os
import queue as queues
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from typing import Any
from urllib.parse import quote

import stomp

LIBRARIES = Path("/usr/share/activemq/lib")
STARTING_SECONDS = 60
READER, READER_PASSWORD = "reader", "läs/bara:1"
SENDER, SENDER_PASSWORD = "sender", "skriv"
STRANGER = "stranger"
STORE_PASSWORD = "changeit"

CONFIGURATION = """\
<beans xmlns="http://www.springframework.org/schema/beans" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.springframework.org/schema/beans
    http://www.springframework.org/schema/beans/spring-beans-2.0.xsd
    http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">
  <broker xmlns="http://activemq.apache.org/schema/core" brokerName="tests" useJmx="false" schedulerSupport="false"
    dataDirectory="{folder}/data">
    <persistenceAdapter><kahaDB directory="{folder}/data/kahadb" journalMaxFileLength="4mb"/></persistenceAdapter>
    <plugins>
      <simpleAuthenticationPlugin><users>
        <authenticationUser username="{reader}" password="{reader_password}" groups="readers"/>
        <authenticationUser username="{sender}" password="{sender_password}" groups="readers,senders"/>
        <authenticationUser username="{stranger}" password="" groups="strangers"/>
      </users></simpleAuthenticationPlugin>
      <authorizationPlugin><map><authorizationMap><authorizationEntries>
        <authorizationEntry queue="&gt;" read="readers" write="senders" admin="readers"/>
        <authorizationEntry topic="&gt;" read="readers" write="readers" admin="readers"/>
      </authorizationEntries></authorizationMap></map></authorizationPlugin>
    </plugins>
    <sslContext><sslContext keyStore="{folder}/broker.p12" keyStorePassword="{store_password}"/></sslContext>
    <systemUsage><systemUsage>
      <memoryUsage><memoryUsage limit="96mb"/></memoryUsage>
      <storeUsage><storeUsage limit="1gb"/></storeUsage>
      <tempUsage><tempUsage limit="64mb"/></tempUsage>
    </systemUsage></systemUsage>
    <transportConnectors>
      <transportConnector uri="stomp://127.0.0.1:{port}"/>
      <transportConnector uri="stomp+ssl://127.0.0.1:{tls_port}"/>
      <transportConnector uri="tcp://127.0.0.1:{java_port}"/>
    </transportConnectors>
  </broker>
</beans>
"""


def why_there_is_no_broker() -> str | None:
    """A reason for skipping when the broker cannot be started here."""
    if not (LIBRARIES / "activemq-stomp.jar").exists():
        return "ActiveMQ is not installed (Debian package activemq)"
    return None if which("java") and which("keytool") else "Java is not installed (package default-jre-headless)"


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@dataclass
class Broker:
    """A broker below `folder`; `stop` and `start` keep its messages, as a restart in operation does."""

    folder: Path
    port: int = field(default_factory=free_port)
    tls_port: int = field(default_factory=free_port)
    java_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.authority = self.folder / "broker.pem"
        _make_key(self.folder / "broker.p12", self.authority)
        configuration = CONFIGURATION.format(
            folder=self.folder,
            reader=READER,
            reader_password=READER_PASSWORD,
            sender=SENDER,
            sender_password=SENDER_PASSWORD,
            stranger=STRANGER,
            store_password=STORE_PASSWORD,
            port=self.port,
            tls_port=self.tls_port,
            java_port=self.java_port,
        )
        (self.folder / "broker.xml").write_text(configuration)

    def start(self) -> None:
        """Start, and wait until it answers on its ports."""
        log = self.folder / "broker.log"
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                self._console("start", f"xbean:file:{self.folder / 'broker.xml'}"), stdout=output, stderr=output
            )
        ends = time.monotonic() + STARTING_SECONDS
        while not all(_answers(port) for port in (self.port, self.tls_port, self.java_port)):
            if self.process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError(f"the broker did not start:\n{log.read_text(errors='replace')[-4000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """End it at once, as a power cut does; what was put on a queue is on disk."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def url(self, user: str = READER, password: str = READER_PASSWORD, port: int | None = None) -> str:
        return f"stomp://{quote(user, safe='')}:{quote(password, safe='')}@127.0.0.1:{port or self.port}"

    def tls_url(self) -> str:
        return self.url(port=self.tls_port).replace("stomp://", "stomp+ssl://").replace("127.0.0.1", "localhost")

    def send(self, queue: str, body: str | bytes = "", properties: dict[str, str] | None = None) -> None:
        """Put one message on a queue: text becomes a text message, bytes a bytes message."""
        self.send_all(queue, [(body, properties or {})])

    def send_all(self, queue: str, messages: list[tuple[str | bytes, dict[str, str]]]) -> None:
        """Put messages on a queue in this order; they are on disk at the broker when this returns."""
        with self._connection() as (connection, _):
            for body, properties in messages:
                length = {"content-length": str(len(body))} if isinstance(body, bytes) else {}
                connection.send(f"/queue/{queue}", body, headers={**properties, **length}, persistent="true")

    def refuse(self, queue: str, number: int = 1) -> None:
        """Let a consumer refuse `number` messages of a queue, so that they go to the dead letters."""
        with self._connection() as (connection, frames):
            connection.subscribe(f"/queue/{queue}", id="refusing", ack="client-individual")
            for _ in range(number):
                connection.nack(frames.get(timeout=30).headers["ack"])

    def waiting(self, queue: str) -> int:
        """How many messages are on a queue, as a browser sees it."""
        with self._connection() as (connection, frames):
            connection.subscribe(f"/queue/{queue}", id="browsing", headers={"browser": "true"})
            number = 0
            while frames.get(timeout=30).headers.get("browser") != "end":
                number += 1
            return number

    def send_from_java(self, queue: str, text: str) -> None:
        """Put a text message on a queue through the broker's own Java client, as the senders in operation do."""
        subprocess.run(
            self._console(
                "producer",
                *("--brokerUrl", f"tcp://127.0.0.1:{self.java_port}", "--user", SENDER, "--password", SENDER_PASSWORD),
                *("--destination", f"queue://{queue}", "--messageCount", "1", "--message", text),
            ),
            check=True,
            capture_output=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )

    @contextmanager
    def _connection(self) -> Iterator[tuple[Any, queues.SimpleQueue[Any]]]:
        """A connection of the sender, and the frames that arrive on it; everything sent is settled at its end."""
        received = _Received()
        connection = stomp.Connection12([("127.0.0.1", self.port)], auto_content_length=False)
        connection.set_listener("received", received)
        with connection:
            connection.connect(SENDER, SENDER_PASSWORD, wait=True)
            yield connection, received.frames

    def _console(self, *command: str) -> list[str]:
        places = {"home": LIBRARIES.parent, "base": self.folder, "conf": self.folder, "data": self.folder / "data"}
        return [
            *("java", "-Xmx256m", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8"),
            *(f"-Dactivemq.{name}={place}" for name, place in places.items()),
            *("-cp", f"{LIBRARIES}/*:{LIBRARIES}/optional/*", "org.apache.activemq.console.Main"),
            *command,
        ]


class _Received(stomp.ConnectionListener):  # type: ignore[misc]
    """Keeps the messages that arrive."""

    def __init__(self) -> None:
        self.frames: queues.SimpleQueue[Any] = queues.SimpleQueue()

    def on_message(self, frame: Any) -> None:
        self.frames.put(frame)


def _answers(port: int) -> bool:
    with socket.socket() as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0


def _make_key(store: Path, authority: Path) -> None:
    """A key of the broker's own for TLS, and its certificate as the authority that clients trust."""
    common = ["-keystore", str(store), "-storetype", "PKCS12", "-storepass", STORE_PASSWORD, "-alias", "broker"]
    name = ["-dname", "CN=localhost", "-ext", "SAN=dns:localhost", "-ext", "BC=ca:true"]
    make = ["keytool", "-genkeypair", "-keyalg", "EC", "-validity", "30", *common, *name]
    subprocess.run(make, check=True, capture_output=True)
    show = ["keytool", "-exportcert", "-rfc", "-file", str(authority), *common]
    subprocess.run(show, check=True, capture_output=True)
