"""Which level of isolation this machine gives: found by trying to break out of it, never by looking for features."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass

from grader.errors import SandboxError, UsageError
from grader.model import Isolation
from grader.sandbox import bubblewrap
from grader.sandbox.canaries import Canaries, standing
from grader.sandbox.inside import wire
from grader.sandbox.zygote import Zygote

STRONGEST_FIRST = (Isolation.JAIL, Isolation.CONFINED, Isolation.PROCESS)

FATAL = ("call by the x32 ABI", "call by the 32-bit gate") if platform.machine() == "x86_64" else ()
"""Attempts that end the process which makes them (`inside.probes.FATAL`), so that each needs one of its own."""

BOUNDS = wire.Bounds(load_seconds=20.0, seconds=20.0, total_seconds=20.0, memory_bytes=1 << 30, answer_bytes=1 << 20)
"""What the attempts may use; they take milliseconds."""
SHOWN = 5
SECCOMP_MACHINES = frozenset({"x86_64", "aarch64"})
"""Those that `inside.seccomp` has tables for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of trying a level: why it cannot be had, and what got out of it; it holds when both are empty."""

    level: Isolation
    problem: str = ""
    through: tuple[str, ...] = ()
    landlock: int = 0
    """The ABI of the kernel's Landlock, as the zygote found it."""

    @property
    def holds(self) -> bool:
        """Whether student code may run at this level."""
        return not self.problem and not self.through


def trial(level: Isolation) -> Trial:
    """Start a zygote at a level and let its children attempt everything that they must not be able to do."""
    if level is Isolation.JAIL and (lacking := bubblewrap.lacking()):
        return Trial(level=level, problem=lacking)
    try:
        zygote = Zygote(level, ())
    except SandboxError as error:
        return Trial(level=level, problem=str(error))
    try:
        # At `process` nothing is promised, and a probe could do harm.
        through = () if level is Isolation.PROCESS else tuple(_through(zygote))
        return Trial(level=level, through=through, landlock=zygote.ready.landlock)
    except SandboxError as error:
        return Trial(level=level, problem=str(error))
    finally:
        zygote.close()


def _through(zygote: Zygote) -> Iterator[str]:
    with standing() as canaries:
        for fatal in ("", *FATAL):
            yield from _attempted(zygote, canaries, fatal)


def _attempted(zygote: Zygote, canaries: Canaries, fatal: str) -> Iterator[str]:
    """Yield what one child got through; an attempt that must end the child has got through when it does not."""
    zygote.send(
        wire.Probing(folder=canaries.folder, tcp=canaries.tcp, abstract=canaries.abstract, fatal=fatal, bounds=BOUNDS)
    )
    begun = probed = False
    for frame in zygote.frames(BOUNDS):
        for content in frame.frames if isinstance(frame, wire.Relayed) else ():
            match wire.decode_report(content):
                case wire.Begun():
                    begun = True
                case wire.Probed(through):
                    probed = True
                    yield from through
    if not begun or (not probed and not fatal):
        raise SandboxError("a child could not be confined, or did not survive the attempts to break out")


def choose(wanted: str, weakest: Isolation = Isolation.CONFINED) -> Isolation:
    """Return the wanted level, or for `auto` the strongest that holds here and is not below `weakest`.

    A level that is asked for by name is taken even below `weakest` (that accepts the risk) and refused where it does
    not hold. Where an attempt gets out of a level, nothing weaker is taken in its place.
    """
    allowed = STRONGEST_FIRST[: STRONGEST_FIRST.index(weakest) + 1] if wanted == "auto" else (Isolation(wanted),)
    problems = []
    for level in allowed:
        tried = trial(level)
        if tried.holds:
            return level
        if tried.through:
            raise UsageError(f"{level} does not hold on this machine: {_listed(tried.through)}. Nobody is graded.")
        problems.append(f"{level}: {tried.problem}")
    raise UsageError(
        "student code cannot be kept apart on this machine. "
        + "; ".join(problems)
        + ". `grader doctor` says how to get what is missing; `--isolation process` accepts the risk."
    )


def _listed(through: tuple[str, ...]) -> str:
    more = f" and {len(through) - SHOWN} more" if len(through) > SHOWN else ""
    return f"{', '.join(through[:SHOWN])}{more} got through"


# --- doctor --------------------------------------------------------------------------------------------------------

LAYERS = {
    Isolation.JAIL: "bubblewrap, and all of the next row",
    Isolation.CONFINED: "Landlock, seccomp, limits, an unprivileged user",
    Isolation.PROCESS: "limits only; for your own code",
}
LANDLOCK_ADDS = ((1, "files"), (2, "links"), (3, "truncation"), (4, "TCP"), (5, "devices"), (6, "signals, sockets"))
"""What each ABI of Landlock brought; seccomp refuses all of these but the files by itself."""

HELP = """\
How to get `jail`
  Debian 12, 13         apt install bubblewrap
  Ubuntu 24.04          apt install bubblewrap apparmor-profiles, then as root:
                        cp /usr/share/apparmor/extra-profiles/bwrap-userns-restrict /etc/apparmor.d/
                        apparmor_parser -r /etc/apparmor.d/bwrap-userns-restrict
  Ubuntu 25.04 or newer apt install bubblewrap
  GitHub Actions        as for the Ubuntu of the runner, with sudo
  Docker                `confined` needs nothing; `jail` needs
                        --security-opt seccomp=unconfined --security-opt apparmor=unconfined
  WSL2                  as for the Linux inside it
How to get `confined`
  Linux 5.13 or newer with Landlock switched on (Debian 12, Ubuntu 22.04 and later have it)
  macOS, Windows        not to be had; use a Linux virtual machine, WSL2 or a container"""


def report() -> str:
    """Return what each layer is here, what came of trying each level, and how to get what is missing."""
    trials = [trial(level) for level in STRONGEST_FIRST]
    layers = "\n".join(f"{name:<11} {'yes' if there else 'no':<10} {detail}" for name, there, detail in _layers(trials))
    tried = "\n".join(line for each in trials for line in _tried(each))
    return f"{'layer':<11} {'available':<10}\n{layers}\n\n{'level':<11} {'tried':<10} made of\n{tried}\n\n{HELP}"


def _layers(trials: list[Trial]) -> Iterator[tuple[str, bool, str]]:
    lacking = bubblewrap.lacking()
    yield "bubblewrap", not lacking, lacking or ".".join(map(str, bubblewrap.version()))
    abi = max(each.landlock for each in trials)
    covers = ", ".join(what for since, what in LANDLOCK_ADDS if since <= abi)
    yield "Landlock", abi > 0, f"ABI {abi}: {covers}" if abi else "the kernel has none, or has it switched off"
    machine = platform.machine()
    known = machine in SECCOMP_MACHINES
    yield "seccomp", known, machine if known else f"no table of system calls for {machine or 'this machine'}"
    yield "limits", True, "time, memory, output, files"


def _tried(tried: Trial) -> Iterator[str]:
    outcome = "holds" if tried.holds else "LEAKS" if tried.through else "missing"
    yield f"{tried.level:<11} {outcome:<10} {LAYERS[tried.level]}"
    detail = tried.problem or (_listed(tried.through) if tried.through else "")
    if detail:
        yield f"{'':<22} {detail}"
