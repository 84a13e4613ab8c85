"""The press: papers of many reports at once, in processes of their own that know no database."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice

from monitoring.domain.sheet import ReportSheet

# Every paper leaves half a megabyte behind, so a process prints so many and is followed by a new one. All of an edition
# end together: Python 3.11 can wait forever for the successor of a single one (max_tasks_per_child).
PAPERS_PER_PROCESS = 50
AHEAD = 2  # sheets read in advance for each process; no more of them are in memory
CRASHED = "Die Herstellung des Papiers ist abgestürzt."

Order = tuple[int, ReportSheet]  # what the caller knows it by, and the sheet
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Misprint:
    """A paper that could not be made, with the reason in German."""

    reason: str


def all_cores() -> int:
    """As many processes as this one may use cores."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def printed(orders: Iterable[Order], *, processes: int) -> Generator[tuple[int, bytes | Misprint], None, None]:
    """Every paper as soon as it is ready, in no particular order; one that fails does not stop the others.

    Takes the orders from the caller as it goes. Closing the iterator early ends the processes.
    """
    rest = iter(orders)
    for first in rest:
        lost = yield from _edition(chain((first,), islice(rest, processes * PAPERS_PER_PROCESS - 1)), processes)
        for key, sheet in lost:  # one of these made its process crash: each gets one of its own
            crashed = yield from _edition(iter(((key, sheet),)), 1)
            for _ in crashed:
                yield key, Misprint(CRASHED)


def _edition(orders: Iterator[Order], processes: int) -> Generator[tuple[int, bytes | Misprint], None, list[Order]]:
    """What one set of processes prints; returns the orders that a crash took along."""
    pending: dict[Future[bytes | Misprint], Order] = {}
    lost: list[Order] = []
    context = multiprocessing.get_context("spawn")  # fork would copy open database connections
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_set_up)
    try:
        for order in orders:
            try:
                pending[pool.submit(_paper, order[1])] = order
            except BrokenProcessPool:
                lost.append(order)
            if lost:
                break
            if len(pending) >= AHEAD * processes:
                yield from _ready(pending, lost)
        while pending:
            yield from _ready(pending, lost)
    finally:
        pool.shutdown(cancel_futures=True)
    return lost


def _ready(pending: dict[Future[bytes | Misprint], Order], lost: list[Order]) -> Iterator[tuple[int, bytes | Misprint]]:
    """Waits for the next papers and takes them off."""
    for future in wait(pending, return_when=FIRST_COMPLETED).done:
        order = pending.pop(future)
        try:
            made = future.result()
        except BrokenProcessPool:
            lost.append(order)
        else:
            yield order[0], made


def _paper(sheet: ReportSheet) -> bytes | Misprint:
    """In the process: the paper, or in words why there is none."""
    from monitoring.documents.report import report_pdf

    try:
        return report_pdf(sheet)
    except Exception as error:
        log.exception("MBZ: %.80r", sheet)
        return Misprint(f"Das Papier ließ sich nicht herstellen ({type(error).__name__}: {error}).")


def _set_up() -> None:
    """In the process, once: templates, but no database; Ctrl+C is the caller's to handle, and nobody outlives the caller."""
    import django
    from django.conf import settings

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_the_caller, daemon=True).start()
    settings.DATABASES = {}
    django.setup()


def _leave_with_the_caller() -> None:
    caller = multiprocessing.parent_process()
    if caller is not None:
        caller.join()
        os._exit(1)
