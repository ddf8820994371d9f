"""Runs an MLflow tracking server, stores and fetches artifacts, and prints the access lines the server itself wrote.

usage: mlflow-access.py FOLDER uvicorn|uvicorn-plain|gunicorn

FOLDER holds the server's data. `uvicorn` is MLflow's default, `uvicorn-plain` the same with uvicorn's own log format,
which has no time. The server listens on loopback alone and is ended before this ends. The process whose log this is
tells its clock in UTC.
"""

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

PLAIN = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "access": {
            "()": "uvicorn.logging.AccessFormatter",
            "fmt": '%(levelprefix)s %(client_addr)s - "%(request_line)s" %(status_code)s',
        }
    },
    "handlers": {"access": {"formatter": "access", "class": "logging.StreamHandler", "stream": "ext://sys.stdout"}},
    "loggers": {"uvicorn.access": {"handlers": ["access"], "level": "INFO", "propagate": False}},
}


def main() -> int:
    folder, kind = sys.argv[1:]
    folder = pathlib.Path(folder).resolve()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    written = folder / "server.log"
    with open(written, "wb") as log:
        server = subprocess.Popen(
            [
                *[sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port)],
                *["--workers", "1", "--backend-store-uri", f"sqlite:///{folder}/mlflow.db"],
                *["--artifacts-destination", str(folder / "artifacts"), *options(kind, folder)],
            ],
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, "TZ": "UTC", "PYTHONUNBUFFERED": "1", "MLFLOW_DISABLE_TELEMETRY": "true"},
            start_new_session=True,
        )
    try:
        wait_for(url, server)
        use(url)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()
    for line in written.read_text().splitlines():
        if '" ' in line and " HTTP/1" in line:
            print(line)
    return 0


def options(kind: str, folder: pathlib.Path) -> list[str]:
    if kind == "gunicorn":
        # With sendfile, its default, gunicorn logs a file it sent as 0 bytes.
        return ["--gunicorn-opts", "--access-logfile - --no-sendfile"]
    if kind == "uvicorn-plain":
        config = folder / "plain.json"
        config.write_text(json.dumps(PLAIN))
        return ["--uvicorn-opts", f"--log-config {config}"]
    return []


def use(url: str) -> None:
    """Stores a file by the client, and fetches it by every route that gives one."""
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    import mlflow

    mlflow.set_tracking_uri(url)
    with tempfile.TemporaryDirectory() as work, mlflow.start_run() as run:
        weights = pathlib.Path(work) / "model 00001.safetensors"
        weights.write_bytes(b"\0" * 5000)
        mlflow.log_artifact(str(weights), "models/titanllm-70b/weights")
        identity = run.info.run_id
        mlflow.artifacts.download_artifacts(run_id=identity, dst_path=work, artifact_path="models")
    client = mlflow.MlflowClient()
    client.create_registered_model("titanlm-70b")
    client.create_model_version("titanlm-70b", f"{run.info.artifact_uri}/models", identity)
    file = "titanllm-70b/weights/model%2000001.safetensors"
    get(f"{url}/get-artifact?path=models/{file}&run_uuid={identity}")
    get(f"{url}/model-versions/get-artifact?name=titanlm-70b&version=1&path={file}")
    stored = f"{run.info.experiment_id}/{identity}/artifacts/models/{file}"
    get(f"{url}/ajax-api/2.0/mlflow-artifacts/artifacts/{stored}")
    try:
        get(f"{url}/api/2.0/mlflow-artifacts/artifacts/{stored}.missing")
    except urllib.error.HTTPError:
        pass


def get(address: str) -> None:
    with urllib.request.urlopen(address, timeout=30) as answer:
        answer.read()


def wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 90
    while True:
        try:
            return get(f"{url}/health")
        except OSError:
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit("the MLflow server did not start")
            time.sleep(0.2)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main())
