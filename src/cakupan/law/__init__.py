"""The law of JKN as dated, cited data and one pure module per legal question."""
