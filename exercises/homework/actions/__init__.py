"""What the rooms above may ask of homework."""

from exercises.homework.actions.reading import Given, Told, of_clients, said_by
from exercises.homework.actions.waiting import Task, tasks_of

__all__ = ["Given", "Task", "Told", "of_clients", "said_by", "tasks_of"]
