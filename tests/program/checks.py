"""Checks of a test of the program that goes on after one has failed, and how the test ends."""

LONGEST = 600  # of what was seen, in letters

_failed = []
_passed = []


def check(what, fine, seen=""):
    """Notes whether `what` is so; if not, says what was seen in its place."""
    if fine:
        _passed.append(what)
        return
    _failed.append(what)
    print("failed:", what, str(seen)[:LONGEST], flush=True)


def verdict():
    """Says how many were so. The exit code: a test that checked nothing has failed too."""
    print(f"{len(_passed)} checks passed, {len(_failed)} failed")
    return 1 if _failed or not _passed else 0
