"""`aisle serve`: everything over HTTP, until it is told to end."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.opening import tell_opening
from ui.options import Shop, notice, settings_for

__all__ = ["serve"]


def serve(
    context: typer.Context,
    *,
    host: Annotated[
        str | None, typer.Option(help="The address to listen on.", show_default="127.0.0.1")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="0 takes any.", show_default="7860")
    ] = None,
    shop: Shop = None,
) -> None:
    """Serve the chat page; prints its address once it answers."""
    from assistant.build import build_assistant
    from ui.checkup import missing
    from ui.listen import listen, run
    from ui.progress import progress_bar
    from ui.server import create_app

    settings = settings_for(context, shop)
    listening = listen(
        host if host is not None else settings.host,
        port if port is not None else settings.port,
    )
    with listening:
        tell_opening(settings)
        with progress_bar() as progress:
            assistant = build_assistant(settings, progress=progress, say=notice)
        name = settings.shop_name or "Aisle"
        app = create_app(
            assistant,
            home=settings.home,
            shop=name,
            locale=settings.locale,
            missing=lambda: missing(settings),
            index=lambda: assistant.shop().index,
        )
        run(app, listening, lambda address: notice(f"The shop is open: {address}"))
