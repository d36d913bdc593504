"""What people put into an exercise. A refusal keeps every word."""

from exercises.practices.forms.base import StepForm
from exercises.practices.forms.judging import JudgeForm
from exercises.practices.forms.steps import form_for

__all__ = ["JudgeForm", "StepForm", "form_for"]
