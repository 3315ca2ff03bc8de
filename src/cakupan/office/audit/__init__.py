"""The log of decisions and of reads of people, hash-chained."""
