"""Decree, agreement, requirements, terms and what they mean."""
