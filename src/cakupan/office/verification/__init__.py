"""Mismatches and uncertain links: proposed by one officer, decided by another."""
