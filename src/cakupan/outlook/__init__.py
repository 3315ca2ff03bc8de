"""Looking ahead: what happens on which day if nothing is done, who loses cover, and what would prevent it at what cost.

Pure: frozen values in, frozen values out; the day it is about comes as an argument.
"""

from cakupan.outlook.alarms import Alarm, alarms
from cakupan.outlook.cover import CoverLine, LosesCover, losing_cover
from cakupan.outlook.options import Option, options
from cakupan.outlook.outlook import Outlook, outlook
from cakupan.outlook.position import (
    AgreementPosition,
    Arrears,
    LastChance,
    PayerReading,
    Position,
    RateChange,
    rates_by_month,
)
from cakupan.outlook.what_if import WhatIf, people_carried, what_if

__all__ = [
    "AgreementPosition",
    "Alarm",
    "Arrears",
    "CoverLine",
    "LastChance",
    "LosesCover",
    "Option",
    "Outlook",
    "PayerReading",
    "Position",
    "RateChange",
    "WhatIf",
    "alarms",
    "losing_cover",
    "options",
    "outlook",
    "people_carried",
    "rates_by_month",
    "what_if",
]
