"""What no letter may tell whoever glances at a phone: the one list, for subject, sender and every visible line."""

import re

WORDS = [
    *["relationship", "couple", "partner", "therap", "intima(?:te|cy)", "lesson", "journal", "homework", "feeling"],
    *["check-in", "breath", r"\bloves?\b", r"\bsex", "quarrel", "marriage"],
    *["relaci[oó]n", "pareja", "terap", "íntim", "intimidad", "lecci[oó]n", "diario", "tarea", "sentimiento"],
    *[r"\bamor\b", "discusi[oó]n", "matrimonio", "respira"],
]
NAMES = ["Ada", "Ben", "Cleo", "Dee"]  # the cast's, who would be our people
TELLING = re.compile(rf"{'|'.join(WORDS)}|(?-i:\b(?:{'|'.join(NAMES)})\b)", re.IGNORECASE)
