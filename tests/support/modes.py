"""Both executions of reads, and in which of them a run of the tests walks through everything.

The compiled execution serves; the reference execution is what it is compared with. Generated queries hold the two to
equal answers in every run; walking through every row by both is left to `make queries`.
"""

import os

MODES = ("compiled", "reference")
#: Whether this run takes its time.
IS_THOROUGH = "THIDUA_QUERIES" in os.environ
WALKED = MODES if IS_THOROUGH else MODES[:1]
