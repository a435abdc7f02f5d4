"""Which channels the house has: the explicit list of the settings, each class made when first asked for."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.module_loading import import_string

from parindex.apps.notify.channels.contract import Channel


class UnknownChannel(LookupError):
    """Raised for a channel that the settings do not list."""

    code = "unknown_channel"

    def __init__(self, name: str) -> None:
        self.message = f"Không có kênh “{name}” trong PARINDEX_CHANNELS."
        super().__init__(self.message)


def get_channel(name: str) -> Channel:
    """Return a channel by its name. Raises `UnknownChannel`."""
    listed: Mapping[str, str] = settings.PARINDEX_CHANNELS
    if name not in listed:
        raise UnknownChannel(name)
    channel: Channel = import_string(listed[name])()
    return channel


def list_channels(*, leaving: bool | None = None) -> tuple[str, ...]:
    """Return the names of all channels, or only of those that leave the house or do not."""
    listed: Mapping[str, str] = settings.PARINDEX_CHANNELS
    return tuple(name for name in listed if leaving is None or get_channel(name).leaves_house == leaving)


def label_of(name: str) -> str:
    """Return the name that people read; the bare name of a channel that is no longer there."""
    try:
        return get_channel(name).label
    except UnknownChannel:
        return name
