"""What PostgreSQL does with the copied tables of a position: one file per statement, in the order named by ``positions.py``."""
