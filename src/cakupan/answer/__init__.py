"""One person, one date: the frozen answer with its reasons and what to do now."""
