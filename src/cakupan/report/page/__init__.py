"""The HTML page of an edition: each module builds the tables of one of its sections; ``render`` puts them on the page."""
