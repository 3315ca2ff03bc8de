"""How long things are kept, by which rule, and the daily work that removes what is over."""
