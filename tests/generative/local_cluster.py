"""A real Spark on loopback: a master, and workers of one core each, started as on any standalone cluster."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

SETTINGS = """
spark.rpc.askTimeout 600s
spark.ui.enabled false
spark.sql.shuffle.partitions 2
spark.driver.memory 1g
spark.executor.memory 900m
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1
spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1
"""
"""The quick compiler of Java alone: towns are so small that the thorough one takes longer than it saves."""
PATIENCE = 120  # seconds that a master or its workers may take to start
ATTEMPTS = 3


def started(home: Path, folder: Path, workers: int = 2, settings: str = SETTINGS) -> "Cluster":
    """A cluster that answers, from the Spark at ``home``; its logs lie in ``folder``. Raises RuntimeError."""
    (folder / "spark-defaults.conf").write_text(settings, encoding="ascii")
    os.environ |= {
        "SPARK_HOME": str(home),
        "SPARK_CONF_DIR": str(folder),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
    }
    for attempt in range(ATTEMPTS):
        cluster = Cluster(home, folder / str(attempt), workers)
        if cluster.ready():
            return cluster
        cluster.stop()
    raise RuntimeError(f"Spark did not start in {ATTEMPTS} attempts: {cluster.said()[-2000:]}")


def connect_server(home: Path, folder: Path, settings: str = SETTINGS) -> tuple[subprocess.Popen, str]:
    """A Spark Connect server on two cores of its own, and its address. Raises RuntimeError.

    It computes by itself: beside a session that holds the cores of a cluster it would wait for them for ever.
    """
    (folder / "spark-defaults.conf").write_text(settings, encoding="ascii")
    port = free_port()
    command = [
        *(str(home / "bin" / "spark-submit"), "--master", "local[2]"),
        *("--class", "org.apache.spark.sql.connect.service.SparkConnectServer"),
        *("--conf", "spark.connect.grpc.binding.address=127.0.0.1"),
        *("--conf", f"spark.connect.grpc.binding.port={port}", "spark-internal"),
    ]
    own = os.environ | {"SPARK_HOME": str(home), "SPARK_CONF_DIR": str(folder), "SPARK_LOCAL_IP": "127.0.0.1"}
    log = folder / "connect.log"
    with log.open("wb") as said:
        server = subprocess.Popen(command, stdout=said, stderr=said, cwd=folder, env=own)
    for _ in range(PATIENCE * 2):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return server, f"sc://127.0.0.1:{port}"
        if server.poll() is not None:
            break
        time.sleep(0.5)
    server.kill()
    raise RuntimeError(f"Spark Connect did not start: {log.read_text(errors='replace')[-2000:]}")


class Cluster:
    """The processes of a standalone cluster."""

    def __init__(self, home: Path, folder: Path, workers: int) -> None:
        folder.mkdir()
        self.folder, self.home, self.workers = folder, home, workers
        self.url = f"spark://127.0.0.1:{free_port()}"
        port = self.url.rsplit(":", 1)[1]
        self.processes = [
            self.start("master", "Master", "--host", "127.0.0.1", "--port", port, "--webui-port", "0")
        ]

    def start(self, name: str, what: str, *arguments: str) -> subprocess.Popen:
        with (self.folder / f"{name}.log").open("wb") as log:
            command = [str(self.home / "bin" / "spark-class"), f"org.apache.spark.deploy.{what.lower()}.{what}"]
            return subprocess.Popen([*command, *arguments], stdout=log, stderr=log, cwd=self.folder)

    def ready(self) -> bool:
        """Whether the master came up and both workers registered with it."""
        if not self.wait_for("Starting Spark master"):
            return False
        for number in range(self.workers):
            self.processes.append(
                self.start(f"worker-{number}", "Worker", "-c", "1", "-m", "1600M", "--webui-port", "0", self.url)
            )
        return self.wait_for("Registering worker", times=self.workers)

    def wait_for(self, words: str, times: int = 1) -> bool:
        for _ in range(PATIENCE * 2):
            if self.said("master").count(words) >= times:
                return True
            if any(process.poll() is not None for process in self.processes):
                return False
            time.sleep(0.5)
        return False

    def said(self, name: str = "*") -> str:
        return "\n".join(log.read_text(errors="replace") for log in sorted(self.folder.glob(f"{name}.log")))

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            process.wait(timeout=60)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
