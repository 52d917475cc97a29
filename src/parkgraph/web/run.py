"""Starting the service: workers first, then the socket, then the loop that serves until it is told to stop."""

import socket

import click
import uvicorn

from ..errors import UsageError
from .app import create_app
from .service import Service, Settings

GRACE = 5


def run(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; requests that are being answered are finished first.

    Raises:
        UsageError: the port is taken, or may not be used.
    """
    listener = _listen(settings)
    service = Service(settings)  # forks the zygote: there are no threads yet
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"http://{shown}:{port}/", err=False)
    config = uvicorn.Config(
        create_app(service),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=64 * 1024,
    )
    uvicorn.Server(config).run(sockets=[listener])


def _listen(settings: Settings) -> socket.socket:
    """The socket the service listens on."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=256)
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"不能在 {settings.host} 的端口 {settings.port} 上监听：{error}",
            remedy="请用 --port 换一个端口（0 表示任选一个）。",
        ) from error
