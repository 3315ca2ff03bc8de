"""An edition on paper: the self-contained HTML report, the auditor's bill workbook, the officer's workbook of mismatches."""

from cakupan.report.bill_workbook import write_bill_workbook
from cakupan.report.mismatch_workbook import Linked, write_mismatch_workbook
from cakupan.report.month_sheets import has_month_workbook
from cakupan.report.month_workbook import write_month_workbook
from cakupan.report.page.render import write_html
from cakupan.report.review_sheet import Review

__all__ = [
    "Linked",
    "Review",
    "has_month_workbook",
    "write_bill_workbook",
    "write_html",
    "write_mismatch_workbook",
    "write_month_workbook",
]
