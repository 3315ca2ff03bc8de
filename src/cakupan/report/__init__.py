"""An edition on paper: the self-contained HTML report, the auditor's bill workbook, the officer's workbook of mismatches."""

from cakupan.report.bill_workbook import write_bill_workbook
from cakupan.report.page.render import write_html

__all__ = ["write_bill_workbook", "write_html"]
