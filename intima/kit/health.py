"""Two questions for whoever watches the site: is the process up, and is everything it needs there?"""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from intima.kit.doors import anyone
from intima.kit.models import DataKey
from intima.kit.probes import probes


@require_safe
@anyone
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while this process answers."""
    return JsonResponse({"up": True})


@require_safe
@anyone
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when everything is there, else 503 and what is missing, by name."""
    missing = {}
    for name, probe in {
        "database": _database,
        "migrations": _migrations,
        "keys": _keys,
        **probes,
    }.items():
        try:
            said = probe()
        except Exception as error:  # whatever is broken, the answer says which part, never the details
            said = f"cannot be asked ({type(error).__name__})"
        if said:
            missing[name] = said
    return JsonResponse({"ready": not missing, "missing": missing}, status=503 if missing else 200)


def _database() -> str:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _migrations() -> str:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} to apply; run manage.py migrate" if waiting else ""


def _keys() -> str:
    """Anybody may ask here: which one, and for how many data keys, is for whoever has the site's console."""
    if not DataKey.objects.unopened().exists():
        return ""
    return "a master key that is needed is not given; manage.py check --database default names it"
