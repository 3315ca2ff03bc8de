"""How every page of the office looks: base template, parts, tables, charts and maps."""
