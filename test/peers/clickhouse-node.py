"""Serves ClickHouse over HTTP and its native protocol from one folder, with the engine library of the chdb package.

usage: clickhouse-node.py LIBRARY FOLDER CONFIG HTTP_PORT TCP_PORT INNER_PORT

LIBRARY is libchdb.so; CONFIG is an XML file with settings and `remote_servers`. The process serves until it is killed.
The engine wants the main thread of a plain process, which is why this is not done from Node.

Nodes meet at TCP_PORT, where this process passes bytes on to the engine at INNER_PORT. Started this way, the engine ends
when a connection to its native port is reset (a server only logs it), so that one killed node would take the others
along. What arrives here as a reset reaches the engine as the end of the connection.
"""

import ctypes
import signal
import socket
import sys
import threading

PR_SET_PDEATHSIG = 1  # linux/prctl.h
CHUNK_BYTES = 1 << 18

SERVE = (
    "SYSTEM START LISTEN HTTP;"
    "SYSTEM START LISTEN TCP;"
    "SELECT sleepEachRow(1) FROM system.numbers FORMAT Null"
    " SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0,"
    " max_execution_time = 0, max_rows_to_read = 0"
)


def main() -> int:
    # The node goes when whoever started it goes, however that ends.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    library, folder, config, http_port, tcp_port, inner_port = sys.argv[1:]
    pass_on(int(tcp_port), int(inner_port))
    engine = ctypes.CDLL(library)
    arguments = [
        "clickhouse",
        f"--path={folder}",
        f"--config-file={config}",
        f"--http_port={http_port}",
        f"--tcp_port={inner_port}",
        "--listen_host=127.0.0.1",
        "--query",
        SERVE,
    ]
    encoded = (ctypes.c_char_p * len(arguments))(*(text.encode() for text in arguments))
    engine.chdb_query_cmdline.restype = ctypes.c_void_p
    result = engine.chdb_query_cmdline(len(arguments), encoded)
    return 0 if result else 1


def pass_on(port: int, inner_port: int) -> None:
    listener = socket.create_server(("127.0.0.1", port), backlog=128)

    def accept() -> None:
        while True:
            outer, _ = listener.accept()
            start(meet, outer, inner_port)

    start(accept)


def meet(outer: socket.socket, inner_port: int) -> None:
    try:
        inner = socket.create_connection(("127.0.0.1", inner_port))
    except OSError:
        outer.close()
        return
    for end in (outer, inner):
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    back = start(pump, inner, outer)
    pump(outer, inner)
    back.join()
    inner.close()
    outer.close()


def pump(source: socket.socket, sink: socket.socket) -> None:
    """Passes bytes on until the source ends; what the sink does not take is read all the same."""
    try:
        while data := source.recv(CHUNK_BYTES):
            try:
                sink.sendall(data)
            except OSError:
                pass
    except OSError:
        pass
    try:
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def start(run, *arguments) -> threading.Thread:
    thread = threading.Thread(target=run, args=arguments, daemon=True)
    thread.start()
    return thread


if __name__ == "__main__":
    sys.exit(main())
