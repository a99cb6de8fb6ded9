"""Measuring from the command line: running, telling, plotting."""
