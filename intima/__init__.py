"""The site: settings, the map of URLs, the timetable, and what every room stands on."""

from intima.celery import app as celery_app

__all__ = ["celery_app"]
