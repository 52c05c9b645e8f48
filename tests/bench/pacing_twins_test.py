"""pacing_twins_test.py BENCH_PACING: does the bench count late frames, and does it see that nothing is drawn?

By a clock that moves by hand, so that no frame is late but those that the twin delays, and with
SDL's driver that shows nothing.
"""
import json
import os
import subprocess
import sys


def ran(*words):
    """(exit code, what it wrote) of a brief visit."""
    done = subprocess.run([sys.argv[1], '--by-hand', '--size', '640x360', *words], capture_output=True, text=True,
                          check=False, env={**os.environ, 'SDL_VIDEODRIVER': 'dummy'})
    print(' '.join(words) or 'as it is', 'ended with', done.returncode)
    print(done.stderr, end='')
    return done.returncode, json.loads(done.stdout) if done.stdout else {}


def main():
    """As it is, and both twins."""
    code, whole = ran()
    assert code == 0, code
    assert whole['frames'] > 300 and whole['late'] == 0, (whole['frames'], whole['late'])
    code, late = ran('--late')
    assert code == 0, code
    counted = sum(phase['late_by_one'] for phase in late['phases'].values())
    more = sum(phase['late_by_more'] for phase in late['phases'].values())
    assert late['delayed'] > 20, late['delayed']
    assert late['late'] == counted == late['delayed'] and more == 0, (late['late'], counted, more)
    code, blank = ran('--blank')
    assert code == 3 and blank['frames'] == 0, (code, blank)


if __name__ == '__main__':
    main()
