"""An edition as a page, as a workbook."""
