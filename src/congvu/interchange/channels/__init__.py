"""Channels: how packages travel; one package each, all behind the port of `channels.base`."""
