"""Credentials of the software of facilities: created, rotated and revoked; their secrets are shown once."""
