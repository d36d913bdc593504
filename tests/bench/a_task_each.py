"""What is usually done: a Celery task for each email, which fetches its person, renders its templates and connects.

`python -m tests.bench.a_task_each PORT NUMBER` asks for so many, to the SMTP server at that port.
"""

import os
import sys

import django
from celery import Celery

app = Celery("a_task_each", broker=os.environ["REDIS_URL"], task_ignore_result=True, worker_pool="solo")


@app.task(name="a_task_each.send")  # type: ignore[untyped-decorator]
def send(port: int, email: str) -> None:
    from django.conf import settings
    from django.core.mail import EmailMultiAlternatives, get_connection
    from django.template.loader import render_to_string
    from django.utils import translation

    from intima.accounts.models import Person

    person = Person.objects.get(email=email)
    with translation.override(person.language):
        subject, text, html = (
            render_to_string(f"reminders/letters/daily.{part}", {"open_url": settings.ORIGIN})
            for part in ("subject.txt", "txt", "html")
        )
    way_out = get_connection("django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=port)
    message = EmailMultiAlternatives(subject.strip(), text, to=[person.email], connection=way_out)
    message.attach_alternative(html, "text/html")
    message.send()


django.setup()

if __name__ == "__main__":
    for reader in range(1, int(sys.argv[2]) + 1):
        send.delay(int(sys.argv[1]), f"reader{reader}@example.org")
