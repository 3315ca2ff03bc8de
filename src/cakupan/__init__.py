"""Cakupan: who is covered by JKN this month, what it costs, and why."""

__version__ = "0.1.0"
