"""Waiting, for as long as a function may run."""

from calls import Callable, os, time

WAIT = int(os.environ["WAIT"])


def wait(is_done: Callable[[float], bool]) -> bool:
    """Asks every 15 seconds until it is done, or until WAIT seconds are over."""
    start = time.monotonic()
    while not is_done(time.monotonic() - start):
        if time.monotonic() - start + 15 > WAIT:
            return False
        time.sleep(15)
    return True
