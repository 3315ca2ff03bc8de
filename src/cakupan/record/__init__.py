"""The append-only, hash-chained record of decisions and reads. Pure: office and counter both write and verify with it."""
