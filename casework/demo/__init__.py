"""A made-up organisation to look round in: Northfield Cooperative, its people and its cases. Loopback only."""

from pathlib import Path

from casework.settings import Settings

from .marker import FolderInUse, only_here

__all__ = ["FolderInUse", "only_here", "prepare"]


def prepare(folder: Path, port: int) -> Settings:
    """The demo in `folder`, made there when the folder is empty, and the settings to serve it with."""
    from .making import prepare as make  # here: `serve` asks for `only_here` and needs none of the rest

    return make(folder, port)
