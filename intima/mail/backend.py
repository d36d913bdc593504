class Outbox:
    pass
