"""Every rule of enlistment in one book, as the texts stand before an administrator's changes."""

from __future__ import annotations

from roster.domain.law.deadlines import DEADLINE_RULES
from roster.domain.law.duties import DUTIES
from roster.domain.law.grounds import GROUND_RULES
from roster.domain.law.health import MEASURE_RULES
from roster.domain.law.standards import STANDARD_RULES
from roster.domain.law.versions import RuleBook

ENLISTMENT_RULES = RuleBook((*GROUND_RULES, *STANDARD_RULES, *MEASURE_RULES, *DUTIES, *DEADLINE_RULES))
