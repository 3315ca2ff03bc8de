"""Urgent cover: a facility asks, one office recommends, another decides; the letter, the branch's same day, the month's recap."""
