FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 INTIMA_VAR=/var/lib/intima GRANIAN_HOST=0.0.0.0
WORKDIR /srv/intima

COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt \
    && useradd --system --uid 10001 --home-dir /srv/intima intima \
    && install -d -o intima /var/lib/intima

COPY . .
USER 10001

EXPOSE 8000
# A header that is not whole after 30 seconds ends its connection, and meanwhile costs no thread. A body that comes
# slowly holds one of the four: the proxy before it hands on whole requests (README.md says how).
CMD ["granian", "--interface", "wsgi", "--port", "8000", "--blocking-threads", "4", "--workers-kill-timeout", "15", "--respawn-failed-workers", "--log-level", "warning", "--no-access-log", "intima.wsgi:application"]
