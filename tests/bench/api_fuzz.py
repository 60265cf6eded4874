"""Make up requests to the REST interface for longer than the suite does (schemathesis).

`make bench NAME=api_fuzz ARGS=200` takes 200 examples for each operation; the default is 50.
"""

import os
import subprocess
import sys
import time


def main() -> int:
    """Run the fuzzing test with many examples; return its exit code."""
    examples = sys.argv[1] if len(sys.argv) > 1 else "50"
    begun = time.perf_counter()
    code = subprocess.run(
        [sys.executable, "-m", "pytest", "src/congvu/api/tests/test_fuzz.py", "-q", "-n0"],
        env={**os.environ, "CONGVU_API_EXAMPLES": examples},
    ).returncode
    told = "met" if code == 0 else "missed"
    seconds = time.perf_counter() - begun
    print(f"bench api_fuzz: {examples} examples an operation, {seconds:.0f} s; goal no 5xx, none new: {told}")
    return code


if __name__ == "__main__":
    sys.exit(main())
