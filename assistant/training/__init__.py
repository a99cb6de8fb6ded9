"""Measuring what the assistant understands, and training what it understands with."""
