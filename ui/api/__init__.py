"""`/v1`: what programs, widgets and other pages talk to. Every error is a problem document."""

from __future__ import annotations

from ui.api.app import create_api

__all__ = ["create_api"]
