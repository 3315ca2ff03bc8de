"""Closing a month, bills, payments, ledger, arrears, reconciliation."""
