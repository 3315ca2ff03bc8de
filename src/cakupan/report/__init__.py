"""An edition on paper: the self-contained HTML report, the auditor's bill workbook, the officer's workbook of mismatches."""

from cakupan.report.bill_workbook import write_bill_workbook
from cakupan.report.mismatch_workbook import Linked, write_mismatch_workbook
from cakupan.report.page.render import write_html
from cakupan.report.review_sheet import Review

__all__ = ["Linked", "Review", "write_bill_workbook", "write_html", "write_mismatch_workbook"]
